//! `wharf lsp`, asked by a client over its standard input and output.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic, clippy::expect_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Client {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: i64,
    /// What was published last for each address: the problems, and the version that they are of.
    published: std::collections::BTreeMap<String, Value>,
}

impl Client {
    fn start(root: &Path, capabilities: &Value) -> (Self, Value) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wharf"))
            .args(["lsp", "--stdio"])
            .env("XDG_CACHE_HOME", root.join("cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut client = Self { child, to, from, next: 0, published: std::collections::BTreeMap::new() };
        let folders = json!([{ "uri": uri(root), "name": "root" }]);
        let params =
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders });
        let answer = client.ask("initialize", params);
        client.tell("initialized", json!({}));
        (client, answer)
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server is gone");
            if let Some(n) = line.strip_prefix("Content-Length: ") {
                length = n.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().unwrap().to_owned();
            self.published.insert(uri, message["params"].clone());
        }
        message
    }

    /// The whole response.
    fn response(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    /// Waits until something is published for an address.
    fn wait(&mut self, uri: &str) -> Value {
        self.published.remove(uri);
        while !self.published.contains_key(uri) {
            self.receive();
        }
        self.published[uri]["diagnostics"].clone()
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Of a test that failed before it could say so.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

const SHOP: &str = "// 🛳 shop
app shop {
  let tag = \"17.2\"
  service db {
    image \"postgres:\\(tag)\"
    port sql 5432
    ready tcp on sql
  }
  service api {
    image \"api:1.0\"
    user 101
    port http 8080
    needs db ready
    env { A = \"😀\"; URL = db.sql.address }
  }
}
";

/// The position of a text's first place, in UTF-16, moved by `into`.
fn position(text: &str, near: &str, into: usize) -> Value {
    let at = text.find(near).unwrap_or_else(|| panic!("no `{near}`")) + into;
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

fn opened() -> (tempfile::TempDir, Client, String) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    std::fs::write(root.join("shop.app"), SHOP).unwrap();
    let (mut client, answer) = Client::start(&root, &json!({}));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    let uri = uri(&root.join("shop.app"));
    let document = json!({ "uri": uri, "languageId": "wharf", "version": 1, "text": SHOP });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    (dir, client, uri)
}

#[test]
fn problems_come_while_typing_and_go_when_mended() {
    let (_dir, mut client, uri) = opened();
    let first = client.wait(&uri);
    assert!(first.as_array().unwrap().iter().all(|d| d["severity"] != 1), "{first}");
    // Behind an emoji on the same line: `db.sql.address` to `db.sq.address`.
    let start = position(SHOP, "db.sql.address", 3);
    let end = position(SHOP, "db.sql.address", 6);
    let change = json!([{ "range": { "start": start, "end": end }, "text": "sq" }]);
    let document = json!({ "uri": uri, "version": 2 });
    client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
    let found = client.wait(&uri);
    assert_eq!(client.published[&uri]["version"], 2);
    let error = found.as_array().unwrap().iter().find(|d| d["severity"] == 1).unwrap().clone();
    assert_eq!(error["code"], "W0201");
    assert_eq!(error["range"]["start"], start);
    assert!(error["relatedInformation"][0]["location"]["uri"] == uri, "{error}");
    let params =
        json!({ "textDocument": { "uri": uri }, "range": error["range"], "context": { "diagnostics": [error] } });
    let actions = client.ask("textDocument/codeAction", params);
    let edit = &actions[0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], "sql");
    let change = json!([{ "range": edit["range"], "text": edit["newText"] }]);
    let document = json!({ "uri": uri, "version": 3 });
    client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
    assert_eq!(client.wait(&uri), first);
    client.end();
}

#[test]
fn names_are_found_renamed_and_explained() {
    let (_dir, mut client, uri) = opened();
    let at =
        |near: &str, into: usize| json!({ "textDocument": { "uri": uri }, "position": position(SHOP, near, into) });
    let found = client.ask("textDocument/definition", at("db.sql", 4));
    assert_eq!(found[0]["range"]["start"], position(SHOP, "sql 5432", 0));
    let mut params = at("needs db", 7);
    params["context"] = json!({ "includeDeclaration": true });
    assert_eq!(client.ask("textDocument/references", params).as_array().unwrap().len(), 3);
    assert_eq!(client.ask("textDocument/documentHighlight", at("needs db", 7)).as_array().unwrap().len(), 3);
    assert_eq!(client.ask("textDocument/prepareRename", at("needs db", 7))["placeholder"], "db");
    let mut params = at("needs db", 7);
    params["newName"] = json!("store");
    let edits = client.ask("textDocument/rename", params.clone());
    assert_eq!(edits["changes"][&uri].as_array().unwrap().len(), 3);
    params["newName"] = json!("api");
    assert!(client.response("textDocument/rename", params)["error"]["message"].as_str().unwrap().contains("`api`"));
    let hover = client.ask("textDocument/hover", at("(tag)", 2));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("17.2"), "{hover}");
    client.end();
}

#[test]
fn structure_format_and_completion_answer() {
    let (_dir, mut client, uri) = opened();
    let document = json!({ "textDocument": { "uri": uri } });
    let symbols = client.ask("textDocument/documentSymbol", document.clone());
    assert_eq!(symbols[0]["name"], "shop");
    assert!(symbols[0]["children"].as_array().unwrap().iter().any(|s| s["name"] == "api"), "{symbols}");
    assert!(!client.ask("textDocument/foldingRange", document.clone()).as_array().unwrap().is_empty());
    let tokens = client.ask("textDocument/semanticTokens/full", document.clone());
    assert_eq!(tokens["data"].as_array().unwrap().len() % 5, 0);
    assert!(tokens["data"].as_array().unwrap().len() > 50);
    let mut params = document.clone();
    params["options"] = json!({ "tabSize": 2, "insertSpaces": true });
    assert_eq!(client.ask("textDocument/formatting", params.clone()), json!([]));
    let change = json!([{ "text": SHOP.replace("  let tag", "      let  tag") }]);
    let versioned = json!({ "uri": uri, "version": 2 });
    client.tell("textDocument/didChange", json!({ "textDocument": versioned, "contentChanges": change }));
    assert_eq!(client.ask("textDocument/formatting", params)[0]["newText"], SHOP);
    client.end();
}

#[test]
fn calls_selections_links_and_names_of_all_files_answer() {
    let (dir, mut client, _) = opened();
    let root = dir.path().canonicalize().unwrap();
    std::fs::write(root.join("base.app"), "template small(size bytes = 1Mi) { memory size }\n").unwrap();
    // The server may have looked before: it is told, as editors do.
    let change = json!([{ "uri": uri(&root.join("base.app")), "type": 1 }]);
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    let text =
        "use \"base.app\" as base\n// 😀\napp two { service s { image \"x:1\"; extends base.small(size: 2Mi) } }\n";
    let uri = uri(&root.join("two.app"));
    let document = json!({ "uri": uri, "languageId": "wharf", "version": 1, "text": text });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let at = json!({ "textDocument": { "uri": uri }, "position": position(text, "2Mi", 1) });
    let found = client.ask("textDocument/signatureHelp", at);
    assert_eq!(found["activeParameter"], 0, "{found}");
    let label = found["signatures"][0]["label"].as_str().unwrap();
    let range = &found["signatures"][0]["parameters"][0]["label"];
    let (from, to) = (range[0].as_u64().unwrap(), range[1].as_u64().unwrap());
    assert_eq!(&label[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()], "size bytes = 1Mi");
    let positions = json!([position(text, "2Mi", 1)]);
    let found =
        client.ask("textDocument/selectionRange", json!({ "textDocument": { "uri": uri }, "positions": positions }));
    assert_eq!(found[0]["range"]["start"], position(text, "2Mi", 0));
    assert_eq!(found[0]["parent"]["range"]["start"], position(text, "size: 2Mi", 0));
    let found = client.ask("textDocument/documentLink", json!({ "textDocument": { "uri": uri } }));
    assert!(found[0]["target"].as_str().unwrap().ends_with("/base.app"), "{found}");
    let found = client.ask("workspace/symbol", json!({ "query": "sml" }));
    assert_eq!(found[0]["name"], "small");
    assert!(found[0]["location"]["uri"].as_str().unwrap().ends_with("/base.app"), "{found}");
    let all = client.ask("workspace/symbol", json!({ "query": "" }));
    let inside = all.as_array().unwrap().iter().find(|s| s["name"] == "api").unwrap();
    assert_eq!(inside["containerName"], "shop");
    client.end();
}

#[test]
fn problems_can_be_asked_for_and_stay_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    std::fs::write(root.join("other.app"), "app other { service a { imgae \"x:1\" } }\n").unwrap();
    let capabilities =
        json!({ "textDocument": { "diagnostic": {} }, "general": { "positionEncodings": ["utf-8", "utf-16"] } });
    let (mut client, answer) = Client::start(&root, &capabilities);
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-8");
    let uri = uri(&root.join("shop.app"));
    let broken = SHOP.replace("needs db", "needs bd");
    let document = json!({ "uri": uri, "languageId": "wharf", "version": 1, "text": broken });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert!(report["items"].as_array().unwrap().iter().any(|d| d["code"] == "W0201"), "{report}");
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": report["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", params)["kind"], "unchanged");
    // A file that nobody opened is in the report of the whole.
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = all["items"].as_array().unwrap();
    assert!(items.iter().any(|i| i["uri"].as_str().unwrap().ends_with("other.app")), "{all}");
    client.end();
}

#[test]
fn what_is_no_request_is_refused_and_does_no_harm() {
    let (_dir, mut client, uri) = opened();
    assert_eq!(client.response("no/such", json!({}))["error"]["code"], -32601);
    assert_eq!(client.response("textDocument/hover", json!({ "textDocument": 1 }))["error"]["code"], -32602);
    client.tell("textDocument/didChange", json!({ "textDocument": {}, "contentChanges": 7 }));
    let far = json!({ "textDocument": { "uri": uri }, "position": { "line": 9999, "character": 9999 } });
    assert_eq!(client.ask("textDocument/hover", far), Value::Null);
    client.end();
}

#[test]
fn all_safe_fixes_are_applied_as_the_command_line_does() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "codeDescriptionSupport": true } } });
    let (mut client, _) = Client::start(&root, &capabilities);
    // One mistake is seen only once another is mended, and the fix of a third would say `memory` twice.
    let text = "# a shop\napp shop {\n  service web { imgae \"nginx:1.29\"; user 101; memory 64Mi; memroy 64Mi }\n}\n";
    let uri = uri(&root.join("shop.app"));
    let document = json!({ "uri": uri, "languageId": "wharf", "version": 1, "text": text });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let found = client.wait(&uri);
    let page = found[0]["codeDescription"]["href"].as_str().unwrap().strip_prefix("file://").unwrap();
    let code = found[0]["code"].as_str().unwrap();
    assert!(std::fs::read_to_string(page).unwrap().starts_with(&format!("# {code}")), "{found}");
    let everywhere = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let params = json!({ "textDocument": { "uri": uri }, "range": everywhere, "context": context });
    let actions = client.ask("textDocument/codeAction", params);
    let edit = &actions[0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], text.replace("# a", "// a").replace("imgae", "image"), "{actions}");
    client.end();
}

#[test]
fn a_client_that_asks_is_told_to_ask_again_when_the_disk_changes() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let capabilities =
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let (mut client, _) = Client::start(&root, &capabilities);
    std::fs::write(root.join("shop.app"), SHOP).unwrap();
    let ask = json!({ "textDocument": { "uri": uri(&root.join("shop.app")) } });
    let notes = client.ask("textDocument/diagnostic", ask.clone());
    assert!(notes["items"].as_array().unwrap().iter().any(|d| d["severity"] == 4), "{notes}");
    std::fs::write(root.join("shop.app"), SHOP.replace("needs db", "needs bd")).unwrap();
    let change = json!([{ "uri": uri(&root.join("shop.app")), "type": 2 }]);
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    while client.receive()["method"] != "workspace/diagnostic/refresh" {}
    let report = client.ask("textDocument/diagnostic", ask);
    assert!(report["items"].as_array().unwrap().iter().any(|d| d["severity"] == 1), "{report}");
    client.end();
}

/// Whatever was typed, a server that saw every change answers as one that sees the text for the first time.
#[test]
fn random_edits_give_the_answers_of_a_fresh_server() {
    let (_dir, mut client, uri) = opened();
    let mut text = SHOP.to_owned();
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let pieces = ["x", "{", "}", "\"", "\n", "db", " = ", "😀", "service s { image \"a:1\" }\n", ""];
    for version in 2..60 {
        let marks: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let a = random(marks.len());
        let b = (a + random(4)).min(marks.len() - 1);
        let piece = pieces[random(pieces.len())];
        let at = |offset: usize| {
            let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
            json!({ "line": text[..offset].matches('\n').count(), "character": text[start..offset].encode_utf16().count() })
        };
        let change = json!([{ "range": { "start": at(marks[a]), "end": at(marks[b]) }, "text": piece }]);
        text.replace_range(marks[a]..marks[b], piece);
        let document = json!({ "uri": uri, "version": version });
        client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
        if version % 10 == 0 {
            let other = uri.replace("shop.app", "shop2.app");
            let (_dir, mut fresh, _) = opened();
            let document = json!({ "uri": other, "languageId": "wharf", "version": 1, "text": text });
            let opened_as = other.replace("file:///", "untitled:");
            let document_untitled =
                json!({ "uri": opened_as, "languageId": "wharf", "version": 1, "text": document["text"] });
            fresh.tell("textDocument/didOpen", json!({ "textDocument": document_untitled }));
            for method in
                ["textDocument/semanticTokens/full", "textDocument/documentSymbol", "textDocument/foldingRange"]
            {
                let own = client.ask(method, json!({ "textDocument": { "uri": uri } }));
                let new = fresh.ask(method, json!({ "textDocument": { "uri": opened_as } }));
                assert_eq!(own, new, "{method} of {text}");
            }
            let codes = |c: &mut Client, uri: &str| {
                let report = c.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
                let items = report["items"].as_array().unwrap().clone();
                items.into_iter().map(|d| (d["code"].to_string(), d["range"].to_string())).collect::<Vec<_>>()
            };
            assert_eq!(codes(&mut client, &uri), codes(&mut fresh, &opened_as), "{text}");
            fresh.end();
        }
    }
    client.end();
}
