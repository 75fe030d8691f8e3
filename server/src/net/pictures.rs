//! Fetches the pictures that a mail refers to, when its reader asks for them: without cookies, name
//! or referrer, from public machines alone ([`Guard`]), all within one short time. What does not
//! come is left out. Must never be asked for an address that no mail contains. Tests at the foot.

use super::guard::Guard;
use crate::mail::{files::inline_image_type, html::Pictures};
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use ureq::{Agent, unversioned::transport::DefaultConnector};

/// Pictures of one mail; further ones are left out.
pub const PICTURES_MAX: usize = 60;
/// Bytes of one picture.
pub const PICTURE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Time for all pictures of a mail.
pub const PICTURES_TIME_MAX: Duration = Duration::from_secs(8);
/// Pictures fetched side by side.
const FETCHERS: usize = 6;
const REDIRECTS_MAX: u32 = 3;

/// Fetches pictures; what came, by its address. Blocks for up to [`PICTURES_TIME_MAX`].
pub fn fetch_pictures(addresses: &[String], guard: Guard) -> Pictures {
    let end = Instant::now() + PICTURES_TIME_MAX;
    let agent = agent(guard);
    let wanted = &addresses[..addresses.len().min(PICTURES_MAX)];
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Pictures::new());
    thread::scope(|scope| {
        for _ in 0..FETCHERS.min(wanted.len()) {
            scope.spawn(|| {
                while let Some(address) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(bytes) = fetch(&agent, address, end) else {
                        continue;
                    };
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    found.insert(address.clone(), bytes);
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn agent(guard: Guard) -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .max_redirects(REDIRECTS_MAX)
        .user_agent("")
        .accept("image/*")
        .build();
    Agent::with_parts(config, DefaultConnector::default(), guard)
}

/// `None` for whatever is not a picture of a harmless kind.
fn fetch(agent: &Agent, address: &str, end: Instant) -> Option<Vec<u8>> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return None;
    }
    // `//host/path` is as good as the page it stands in, and a mail has none.
    let address = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let asked = agent.get(&address).config().timeout_global(Some(left));
    let response = asked.build().call().ok()?;
    let mut body = response.into_body();
    let reader = body.with_config().limit(PICTURE_BYTES_MAX);
    let bytes = reader.read_to_vec().ok()?;
    inline_image_type(&bytes).is_some().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{BufRead, BufReader, Write},
        net::{SocketAddr, TcpListener},
        sync::mpsc::{Receiver, channel},
    };

    const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;";

    /// Answers every request with what its path asks for; tells what was asked.
    fn machine() -> (SocketAddr, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, asked) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let head: Vec<String> = lines
                    .by_ref()
                    .map(|line| line.unwrap())
                    .take_while(|line| !line.is_empty())
                    .collect();
                let body: &[u8] = match head[0].split(' ').nth(1) {
                    Some("/page") => b"<html>not a picture</html>",
                    _ => GIF,
                };
                let status = match head[0].contains("/moved") {
                    true => "302 Found\r\nlocation: http://127.0.0.1:1/secret".to_owned(),
                    false => "200 OK".to_owned(),
                };
                let _sent = sender.send(head.join("\n"));
                let length = body.len();
                let _written = write!(
                    stream,
                    "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
                )
                .and_then(|()| stream.write_all(body));
            }
        });
        (address, asked)
    }

    #[test]
    fn pictures_come_and_nothing_else_does() {
        let (address, asked) = machine();
        let at = |path: &str| format!("http://{address}/{path}");
        let wanted = [at("a.gif"), at("page"), at("moved")];
        let found = fetch_pictures(&wanted, Guard::trusting(&[address]));
        assert_eq!(found, Pictures::from([(at("a.gif"), GIF.to_vec())]));
        let heads: Vec<String> = asked.try_iter().collect();
        assert_eq!(heads.len(), 3);
        for head in heads {
            let head = head.to_lowercase();
            assert!(
                !head.contains("cookie") && !head.contains("referer"),
                "{head}"
            );
            assert!(!head.contains("user-agent: ureq"), "{head}");
        }
    }

    #[test]
    fn a_private_machine_is_not_even_called() {
        let (address, asked) = machine();
        let port = address.port();
        let wanted = [
            format!("http://127.0.0.1:{port}/a.gif"),
            format!("http://localhost:{port}/a.gif"),
            format!("http://2130706433:{port}/a.gif"),
            format!("http://0x7f.1:{port}/a.gif"),
            format!("http://[::ffff:127.0.0.1]:{port}/a.gif"),
            format!("http://user@127.0.0.1:{port}/a.gif"),
            "file:///etc/passwd".to_owned(),
            "gopher://127.0.0.1/".to_owned(),
        ];
        assert!(fetch_pictures(&wanted, Guard::default()).is_empty());
        assert_eq!(asked.try_iter().count(), 0);
    }
}
