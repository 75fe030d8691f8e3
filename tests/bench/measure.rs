//! Measuring: samples with percentiles, and a bare HTTP/1.1 client on one kept connection, so that
//! what is timed is the server and not the client.

use anyhow::{Context, Result, ensure};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Durations of one kind of call.
#[derive(Debug, Default, Clone)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Times `count` calls.
    pub fn take(count: usize, mut call: impl FnMut(usize) -> Result<()>) -> Result<Self> {
        let mut samples = Vec::with_capacity(count);
        for number in 0..count {
            let start = Instant::now();
            call(number)?;
            samples.push(start.elapsed());
        }
        Ok(Self(samples))
    }

    /// The duration below which a share of the calls stayed, in milliseconds.
    pub fn percentile_ms(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        let at = ((sorted.len() as f64 * share) as usize).min(last);
        sorted.get(at).map_or(0.0, |duration| duration.as_secs_f64() * 1_000.0)
    }

    /// The median, in milliseconds.
    pub fn p50(&self) -> f64 {
        self.percentile_ms(0.50)
    }

    /// 99 of 100 calls, in milliseconds.
    pub fn p99(&self) -> f64 {
        self.percentile_ms(0.99)
    }
}

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
        Ok(Self { stream: BufReader::new(stream), host: address.to_string(), cookie: cookie.to_owned() })
    }

    /// A GET that must answer 200.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        let answer = self.send("GET", path, None)?;
        ensure!(answer.status == 200, "{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        Ok(answer.body)
    }

    /// A POST of JSON that must answer with success.
    pub fn post(&mut self, path: &str, body: &str) -> Result<Answer> {
        let answer = self.send("POST", path, Some(body))?;
        ensure!(answer.status < 300, "{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        Ok(answer)
    }

    fn send(&mut self, method: &str, path: &str, body: Option<&str>) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        if !self.cookie.is_empty() {
            request += &format!("Cookie: {}\r\n", self.cookie);
        }
        if let Some(body) = body {
            let length = body.len();
            request += &format!("Origin: http://{}\r\nContent-Type: application/json\r\n", self.host);
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
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "set-cookie" => cookies.extend(value.trim().split(';').next().map(str::to_owned)),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, cookies, body })
    }
}

/// Calls from several threads at once, `each` times each; answers calls a second.
pub fn rate(clients: usize, each: usize, make: impl Fn(usize) -> Result<Client> + Sync) -> Result<f64> {
    let mut workers = (0..clients).map(&make).collect::<Result<Vec<_>>>()?;
    let start = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = workers
            .iter_mut()
            .map(|worker| scope.spawn(move || (0..each).try_for_each(&mut **worker)))
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("invariant: no worker panics"))
    })?;
    Ok((clients * each) as f64 / start.elapsed().as_secs_f64())
}

/// One client's call, given the number of the call.
pub type Client = Box<dyn FnMut(usize) -> Result<()> + Send>;
