//! Who is addressed and who asks: the Host check (DNS rebinding) and the Origin check (CSRF).
//! Pure functions of headers; the perimeter calls them. Tests at the foot.

use super::error::ApiError;
use crate::config::Config;
use actix_web::http::{
    Method, Uri,
    header::{self, HeaderMap},
};
use shared::api::error::ErrorCode;
use std::net::IpAddr;

/// The `Host` must be one of ours, and stand there once.
///
/// # Errors
/// 400 when it stands there twice, 421 when it names another site.
pub fn check_host(config: &Config, headers: &HeaderMap, uri: &Uri) -> Result<(), ApiError> {
    let foreign = || ApiError::new(ErrorCode::HostMismatch);
    let mut hosts = headers.get_all(header::HOST);
    let host = hosts.next().and_then(|host| host.to_str().ok());
    if hosts.next().is_some() {
        return Err(ApiError::bad_request("Host stands twice"));
    }
    let host = Authority::parse(host.ok_or_else(foreign)?).ok_or_else(foreign)?;
    let target = uri.authority().map(|authority| authority.as_str());
    let target_is_own = target
        .is_none_or(|target| Authority::parse(target).is_some_and(|t| config.is_own_host(t.name)));
    if config.is_own_host(host.name) && target_is_own {
        Ok(())
    } else {
        Err(foreign())
    }
}

/// A writing call must come from our own pages: its `Origin` equals `Host`.
///
/// # Errors
/// 403 when it is missing, `null` or another site's.
pub fn check_origin(config: &Config, headers: &HeaderMap, method: &Method) -> Result<(), ApiError> {
    if method.is_safe() {
        return Ok(());
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => is_own_origin(config, origin, host),
        _ => false,
    };
    let cross_site = text(header::HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|site| site != "same-origin" && site != "none");
    if own && !cross_site && headers.get_all(header::ORIGIN).count() == 1 {
        Ok(())
    } else {
        Err(ApiError::new(ErrorCode::OriginMismatch))
    }
}

fn is_own_origin(config: &Config, origin: &str, host: &str) -> bool {
    let (rest, port_default) = match origin.split_once("://") {
        Some(("https", rest)) => (rest, 443),
        Some(("http", rest)) if !config.https => (rest, 80),
        _ => return false,
    };
    let (Some(origin), Some(host)) = (Authority::parse(rest), Authority::parse(host)) else {
        return false;
    };
    origin.name.eq_ignore_ascii_case(host.name)
        && origin.port.unwrap_or(port_default) == host.port.unwrap_or(port_default)
}

/// A host name and perhaps a port.
#[derive(Debug, PartialEq, Eq)]
struct Authority<'a> {
    name: &'a str,
    port: Option<u16>,
}

impl<'a> Authority<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (name, port) = rest.split_once(']')?;
                (name, port)
            }
            None => text.split_at(text.find(':').unwrap_or(text.len())),
        };
        let port = match port.strip_prefix(':') {
            Some(digits) => Some(digits.parse().ok()?),
            None if port.is_empty() => None,
            None => return None,
        };
        let sane = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-:_".contains(c));
        sane.then_some(Self { name, port })
    }
}

/// The address of the client: the peer's, or, when the peer is a trusted proxy, the last address
/// in `X-Forwarded-For` that is not one itself.
pub fn client_address(config: &Config, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    if !config.trusted_proxies.contains(&peer) {
        return peer;
    }
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for text in forwarded.into_iter().rev() {
        match text.trim().parse::<IpAddr>().map(|ip| ip.to_canonical()) {
            Ok(address) if config.trusted_proxies.contains(&address) => {}
            Ok(address) => return address,
            Err(_) => return peer,
        }
    }
    peer
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let value = HeaderValue::from_str(value).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        headers
    }

    fn config() -> Config {
        let mut config = Config::new("x");
        config.hosts.push("crm.example.org".into());
        config
    }

    #[test]
    fn only_our_own_hosts_are_served() {
        let check = |host: &str, own: bool| {
            let result = check_host(
                &config(),
                &headers(&[("host", host)]),
                &Uri::from_static("/"),
            );
            assert_eq!(result.is_ok(), own, "{host:?}");
        };
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "CRM.example.org",
        ] {
            check(host, true);
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "localhost:x",
            "[::1",
            "192.168.1.5",
            "localhost@evil.example",
            "",
            "0.0.0.0",
            "crm.example.org.",
            "localhost:99999",
        ] {
            check(host, false);
        }
        let twice = headers(&[("host", "localhost"), ("host", "localhost")]);
        assert!(check_host(&config(), &twice, &Uri::from_static("/")).is_err());
        let absolute = Uri::from_static("http://evil.example/");
        assert!(check_host(&config(), &headers(&[("host", "localhost")]), &absolute).is_err());
    }

    #[test]
    fn writes_come_from_our_own_pages() {
        let check = |origin: &str, host: &str, own: bool| {
            let headers = headers(&[("origin", origin), ("host", host)]);
            let result = check_origin(&config(), &headers, &Method::POST);
            assert_eq!(result.is_ok(), own, "{origin} {host}");
        };
        check("http://localhost:8080", "localhost:8080", true);
        check("http://[::1]:8080", "[::1]:8080", true);
        check("https://crm.example.org", "crm.example.org", true);
        check("https://crm.example.org:443", "crm.example.org", true);
        check("http://localhost:8081", "localhost:8080", false);
        check("http://localhost", "localhost:8080", false);
        check("http://127.0.0.1:8080", "localhost:8080", false);
        check("null", "localhost:8080", false);
        check(
            "http://localhost:8080.evil.example",
            "localhost:8080",
            false,
        );
        check(
            "http://evil.example#localhost:8080",
            "localhost:8080",
            false,
        );
        check("file://localhost:8080", "localhost:8080", false);
        let none = headers(&[("host", "localhost")]);
        assert!(check_origin(&config(), &none, &Method::POST).is_err());
        assert!(check_origin(&config(), &none, &Method::GET).is_ok());
        let cross = headers(&[
            ("host", "localhost"),
            ("origin", "http://localhost"),
            ("sec-fetch-site", "cross-site"),
        ]);
        assert!(check_origin(&config(), &cross, &Method::POST).is_err());
    }

    #[test]
    fn https_sites_refuse_plain_origins() {
        let mut config = config();
        config.https = true;
        let plain = headers(&[
            ("host", "crm.example.org"),
            ("origin", "http://crm.example.org"),
        ]);
        assert!(check_origin(&config, &plain, &Method::POST).is_err());
    }

    #[test]
    fn forwarded_addresses_count_only_from_trusted_proxies() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let spoofed = headers(&[("x-forwarded-for", "1.2.3.4, 5.6.7.8")]);
        let mut config = config();
        assert_eq!(client_address(&config, peer, &spoofed), peer);
        config.trusted_proxies.push(peer);
        let client: IpAddr = "5.6.7.8".parse().unwrap();
        assert_eq!(client_address(&config, peer, &spoofed), client);
        let garbage = headers(&[("x-forwarded-for", "1.2.3.4, no")]);
        assert_eq!(client_address(&config, peer, &garbage), peer);
    }
}
