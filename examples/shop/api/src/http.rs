//! The requests that the API answers.

use std::{env, sync::Arc, thread};

use serde_json::{json, Value};
use signal_hook::{consts::SIGTERM, iterator::Signals};
use tiny_http::{Header, Method, Request, Response, Server};

use crate::{store, Failure};

const WORKERS: usize = 4;

/// Serves on port 8080 until SIGTERM. Process 1 has no default action that would end it.
pub fn serve() -> Result<(), Failure> {
    let server = Arc::new(Server::http("0.0.0.0:8080")?);
    let verbose = env::var("LOG_LEVEL").is_ok_and(|level| level == "debug");
    let mut signals = Signals::new([SIGTERM])?;
    let stopped = Arc::clone(&server);
    thread::spawn(move || {
        for _ in signals.forever() {
            (0..WORKERS).for_each(|_| stopped.unblock());
        }
    });
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let server = Arc::clone(&server);
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    handle(request, verbose);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().map_err(|_| "a worker died")?;
    }
    Ok(())
}

fn handle(request: Request, verbose: bool) {
    let (status, body) = match answer(request.method(), request.url()) {
        Ok(answer) => answer,
        Err(problem) => {
            eprintln!("{} {}: {problem}", request.method(), request.url());
            (503, json!({ "error": "not now" }))
        }
    };
    if verbose {
        println!("{} {} {status}", request.method(), request.url());
    }
    let kind = Header::from_bytes("Content-Type", "application/json").expect("a constant");
    let _gone = request.respond(Response::from_string(body.to_string()).with_status_code(status).with_header(kind));
}

fn answer(method: &Method, url: &str) -> Result<(u16, Value), Failure> {
    let path = url.split('?').next().unwrap_or(url);
    Ok(match (method, path) {
        (Method::Get, "/healthz") => (200, json!({ "alive": true })),
        (Method::Get, "/ready") => (200, store::ready()?),
        (Method::Get, "/api/goods") => (200, store::goods()?),
        (Method::Post, path) if path.starts_with("/api/orders/") => {
            if env::var("PAYMENT_KEY").unwrap_or_default().is_empty() {
                return Ok((402, json!({ "error": "the shop takes no payments" })));
            }
            match path.rsplit('/').next().and_then(|id| id.parse().ok()).map(store::order).transpose()?.flatten() {
                Some(order) => (201, order),
                None => (404, json!({ "error": "no such good" })),
            }
        }
        _ => (404, json!({ "error": "nothing here" })),
    })
}
