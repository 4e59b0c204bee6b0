//! One page, with nothing but the standard library.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpListener;

const PAGE: &str = if cfg!(feature = "short") { "hello\n" } else { "hello from Rust\n" };

fn main() -> io::Result<()> {
    for stream in TcpListener::bind("0.0.0.0:8080")?.incoming() {
        let mut stream = stream?;
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line)?;
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{PAGE}", PAGE.len())?;
    }
    Ok(())
}
