//! A bare HTTP/1.1 client on one kept connection, so that what is timed is the server and not the
//! client, and rates of many clients at once. Never retries, never hides an error.

use anyhow::{Context, Result, ensure};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Instant,
};

/// One kept connection.
pub struct Http {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `name=value` of each cookie set.
    pub cookies: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Http {
    /// Connects; `cookie` goes with every request.
    pub fn connect(address: SocketAddr, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            host: address.to_string(),
            cookie: cookie.to_owned(),
        })
    }

    /// A GET that must answer 200.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        let answer = self.send("GET", path, None)?;
        ensure!(
            answer.status == 200,
            "{path}: {} {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
        Ok(answer.body)
    }

    /// A POST of JSON that must answer with success.
    pub fn post(&mut self, path: &str, body: &str) -> Result<Answer> {
        let answer = self.send("POST", path, Some(body))?;
        ensure!(
            answer.status < 300,
            "{path}: {} {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
        Ok(answer)
    }

    fn send(&mut self, method: &str, path: &str, body: Option<&str>) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        if !self.cookie.is_empty() {
            request += &format!("Cookie: {}\r\n", self.cookie);
        }
        if let Some(body) = body {
            let length = body.len();
            request += &format!(
                "Origin: http://{}\r\nContent-Type: application/json\r\n",
                self.host
            );
            request += &format!("Content-Length: {length}\r\n\r\n{body}");
        } else {
            request += "\r\n";
        }
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.read()
    }

    fn read(&mut self) -> Result<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).context("no status")?.parse()?;
        let (mut length, mut cookies) = (0, Vec::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "set-cookie" => cookies.extend(value.trim().split(';').next().map(str::to_owned)),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer {
            status,
            cookies,
            body,
        })
    }
}

/// Calls from several threads at once, `each` times each; answers calls a second.
pub fn rate(
    clients: usize,
    each: usize,
    make: impl Fn(usize) -> Result<Client> + Sync,
) -> Result<f64> {
    let mut workers = (0..clients).map(&make).collect::<Result<Vec<_>>>()?;
    let start = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = workers
            .iter_mut()
            .map(|worker| scope.spawn(move || (0..each).try_for_each(&mut **worker)))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().expect("invariant: no worker panics"))
    })?;
    Ok((clients * each) as f64 / start.elapsed().as_secs_f64())
}

/// One client's call, given the number of the call.
pub type Client = Box<dyn FnMut(usize) -> Result<()> + Send>;
