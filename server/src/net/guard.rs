//! Which machines may be reached on a stranger's word: public addresses, on the ports of the web.
//! Judges what a name resolves to at the moment of connecting, again at each redirect, so that a
//! name that changes its mind gains nothing (server-side request forgery, OWASP ASVS 5.0 1.3.6).
//! Tests at the foot.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// The ports of HTTP and HTTPS.
const WEB_PORTS: [u16; 2] = [80, 443];

/// Resolves names and refuses what must not be reached.
#[derive(Debug, Default)]
pub struct Guard {
    resolver: DefaultResolver,
    /// Reached all the same: a server that a test or an administrator names.
    trusted: Vec<SocketAddr>,
}

impl Guard {
    /// Also lets these addresses be reached.
    pub fn trusting(trusted: &[SocketAddr]) -> Self {
        Self {
            resolver: DefaultResolver::default(),
            trusted: trusted.to_vec(),
        }
    }

    fn allows(&self, address: SocketAddr) -> bool {
        let is_web = WEB_PORTS.contains(&address.port());
        is_web && is_public(address.ip()) || self.trusted.contains(&address)
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| self.allows(**address)) {
            allowed.push(*address);
        }
        // Whether it is forbidden or unknown is nobody's business.
        match allowed.is_empty() {
            true => Err(Error::HostNotFound),
            false => Ok(allowed),
        }
    }
}

/// Whether an address belongs to the internet at large (IANA special-purpose registries).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // This network, private, loopback, multicast and reserved.
        (0 | 10 | 127 | 224.., _, _) => true,
        // Shared by carriers, benchmarks.
        (100, 64..=127, _) | (198, 18..=19, _) => true,
        // Link-local (cloud metadata), private.
        (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
        // Protocol assignments, 6to4 relays, documentation.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113) => true,
        _ => false,
    };
    !special
}

/// Global unicast alone, without the ranges that lead back to IPv4 or stand in books.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = address.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [a, b, ..] = address.segments();
    match (a, b) {
        // Protocol assignments with Teredo, documentation, 6to4.
        (0x2001, 0..=0x01ff | 0x0db8) | (0x2002, _) | (0x3fff, 0..=0x0fff) => false,
        (0x2000..=0x3fff, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: bool) {
        let parsed: IpAddr = address.parse().unwrap();
        assert_eq!(is_public(parsed), expected, "{address}");
    }

    #[test]
    fn only_the_internet_at_large_is_public() {
        for address in [
            "93.184.216.34",
            "8.8.8.8",
            "172.32.0.1",
            "2606:2800:220:1::1",
        ] {
            check(address, true);
        }
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff::1",
            "100::1",
        ] {
            check(address, false);
        }
    }

    #[test]
    fn a_public_machine_is_reached_on_the_ports_of_the_web_alone() {
        let guard = Guard::default();
        for (address, expected) in [
            ("93.184.216.34:443", true),
            ("93.184.216.34:80", true),
            ("93.184.216.34:22", false),
            ("93.184.216.34:6379", false),
            ("127.0.0.1:80", false),
        ] {
            assert_eq!(
                guard.allows(address.parse().unwrap()),
                expected,
                "{address}"
            );
        }
    }
}
