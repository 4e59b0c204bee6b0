//! The answers to requests.

use lsp_server::{ErrorCode, Request, Response};
use lsp_types as lsp;
use lsp_types::request::{self as r, Request as _};
use serde_json::{Value, json};
use url::Url;
use wharf_ide::{Encoding, Place, Problem, TextEdit};

use crate::convert;
use crate::server::{Opened, Server, read};

/// Why there is no answer.
enum Refused {
    /// The params are not what the protocol says.
    Params,
    /// There is no such request.
    Method,
    /// It cannot be done; the text says why.
    Failed(String),
}

type Answer = Result<Value, Refused>;

impl Server<'_> {
    /// The response to a request.
    pub(crate) fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        match self.ask(&method, params) {
            Ok(value) => Response::new_ok(id, value),
            Err(Refused::Params) => {
                Response::new_err(id, ErrorCode::InvalidParams as i32, format!("the params of `{method}` are wrong"))
            }
            Err(Refused::Method) => {
                Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("there is no `{method}`"))
            }
            Err(Refused::Failed(why)) => Response::new_err(id, ErrorCode::RequestFailed as i32, why),
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Answer {
        match method {
            r::Completion::METHOD => self.at(&params, |p, path, at, of| p.completions(path, at, of)),
            r::HoverRequest::METHOD => self.at(&params, |p, path, at, of| p.hover(path, at, of.encoding)),
            r::GotoDefinition::METHOD => self.at(&params, |p, path, at, of| {
                let places = p.workspace.definition(path, at);
                Ok(p.locations(&places, of.encoding))
            }),
            r::References::METHOD => {
                let declaration = params.pointer("/context/includeDeclaration") == Some(&json!(true));
                self.at(&params, |p, path, at, of| {
                    let places = p.workspace.references(path, at, declaration);
                    Ok(p.locations(&places, of.encoding))
                })
            }
            r::DocumentHighlightRequest::METHOD => self.at(&params, |p, path, at, of| {
                let places = p.workspace.references(path, at, true);
                let lines = p.lines(path);
                let own = places.iter().filter(|o| o.path == path);
                let all = own.map(|o| json!({ "range": convert::range(&lines, o.range, of.encoding) }));
                Ok(all.collect())
            }),
            r::PrepareRenameRequest::METHOD => self.at(&params, |p, path, at, of| {
                let (range, name) = p.workspace.prepare_rename(path, at).map_err(Refused::Failed)?;
                let range = convert::range(&p.lines(path), range, of.encoding);
                Ok(json!({ "range": range, "placeholder": name }))
            }),
            r::Rename::METHOD => {
                let new = params.get("newName").and_then(Value::as_str).ok_or(Refused::Params)?.to_owned();
                self.at(&params, |p, path, at, of| {
                    let edits = p.workspace.rename(path, at, &new).map_err(Refused::Failed)?;
                    Ok(p.workspace_edit(&edits, of.encoding))
                })
            }
            r::DocumentSymbolRequest::METHOD => self.of(&params, |p, path, of| {
                let lines = p.lines(path);
                let all = p.workspace.symbols(path).into_iter().map(|s| convert::symbol(s, &lines, of.encoding));
                value(&all.collect::<Vec<_>>())
            }),
            r::WorkspaceSymbolRequest::METHOD => {
                let query = params.get("query").and_then(Value::as_str).ok_or(Refused::Params)?.to_owned();
                self.open_folders();
                let encoding = self.encoding;
                Ok(self.all().flat_map(|p| p.symbols_of_all(&query, encoding)).collect())
            }
            r::SelectionRangeRequest::METHOD => {
                let asked: Vec<lsp::Position> =
                    params.get("positions").cloned().and_then(read).ok_or(Refused::Params)?;
                self.of(&params, |p, path, of| {
                    let lines = p.lines(path);
                    let around = |at: &lsp::Position| {
                        let all = p.workspace.selections(path, convert::offset(&lines, *at, of.encoding));
                        // From the outermost inwards: each holds what lies around it.
                        all.into_iter().rev().fold(Value::Null, |parent, range| {
                            let range = convert::range(&lines, range, of.encoding);
                            if parent.is_null() {
                                json!({ "range": range })
                            } else {
                                json!({ "range": range, "parent": parent })
                            }
                        })
                    };
                    Ok(asked.iter().map(around).collect())
                })
            }
            r::SignatureHelpRequest::METHOD => self.at(&params, |p, path, at, _| {
                Ok(p.workspace.signature(path, at).map_or(Value::Null, convert::signature))
            }),
            r::DocumentLinkRequest::METHOD => self.of(&params, |p, path, of| {
                let lines = p.lines(path);
                let all = p.workspace.links(path).into_iter().filter_map(|(range, target)| {
                    Some(json!({ "range": convert::range(&lines, range, of.encoding), "target": p.uri(&target)? }))
                });
                Ok(all.collect())
            }),
            r::FoldingRangeRequest::METHOD => self.of(&params, |p, path, of| {
                let lines = p.lines(path);
                let all = p.workspace.folds(path).into_iter().map(|f| convert::fold(f, &lines, of.encoding));
                value(&all.collect::<Vec<_>>())
            }),
            r::SemanticTokensFullRequest::METHOD => self.of(&params, |p, path, of| {
                let data = convert::tokens(&p.workspace.tokens(path), &p.lines(path), of.encoding);
                value(&lsp::SemanticTokens { result_id: None, data })
            }),
            r::Formatting::METHOD => self.of(&params, |p, path, of| {
                let lines = p.lines(path);
                // Of a text that does not parse nothing is changed; what is wrong is said elsewhere.
                let edits = p.workspace.format(path).unwrap_or_default();
                Ok(edits.iter().map(|e| edit(e, &lines, of.encoding)).collect())
            }),
            r::CodeActionRequest::METHOD => {
                let asked: lsp::CodeActionParams = read(params.clone()).ok_or(Refused::Params)?;
                self.of(&params, |p, path, of| Ok(p.actions(path, &asked, of.encoding)))
            }
            r::DocumentDiagnosticRequest::METHOD => {
                let before = params.get("previousResultId").and_then(Value::as_str).map(str::to_owned);
                self.of(&params, |p, path, of| {
                    let problems = p.workspace.problems(path);
                    Ok(p.report(path, &problems, before.as_deref(), of.encoding))
                })
            }
            r::WorkspaceDiagnosticRequest::METHOD => self.everything(&params),
            _ => Err(Refused::Method),
        }
    }

    /// An answer about a document.
    fn of(&mut self, params: &Value, f: impl FnOnce(&mut Opened, &str, Client) -> Answer) -> Answer {
        let client = Client { encoding: self.encoding, snippets: self.snippets };
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).ok_or(Refused::Params)?;
        let none = || Refused::Failed(format!("`{uri}` cannot be read"));
        let (project, path) = self.document(uri).ok_or_else(none)?;
        f(project, &path, client)
    }

    /// An answer about a place in a document.
    fn at(&mut self, params: &Value, f: impl FnOnce(&mut Opened, &str, u32, Client) -> Answer) -> Answer {
        let at: lsp::Position = params.get("position").cloned().and_then(read).ok_or(Refused::Params)?;
        self.of(params, |p, path, of| {
            let offset = convert::offset(&p.lines(path), at, of.encoding);
            f(p, path, offset, of)
        })
    }

    /// The problems of all files of all folders.
    fn everything(&mut self, params: &Value) -> Answer {
        let asked: lsp::WorkspaceDiagnosticParams = read(params.clone()).ok_or(Refused::Params)?;
        let encoding = self.encoding;
        self.open_folders();
        let mut items = Vec::new();
        for project in self.all() {
            let mut found = project.workspace.all_problems();
            let known: Vec<_> = asked.previous_result_ids.iter().map(|p| p.uri.as_str().to_owned()).collect();
            // What had problems and has none any more is said, too.
            for path in project.workspace.paths() {
                let uri = project.uri(&path).map(|u| u.as_str().to_owned());
                if uri.is_some_and(|u| known.contains(&u)) && !found.iter().any(|(p, _)| *p == path) {
                    found.push((path, Vec::new()));
                }
            }
            for (path, problems) in found {
                let Some(uri) = project.uri(&path) else { continue };
                let before = asked.previous_result_ids.iter().find(|p| p.uri == uri).map(|p| p.value.as_str());
                let mut report = project.report(&path, &problems, before, encoding);
                if let Some(map) = report.as_object_mut() {
                    map.insert(String::from("uri"), json!(uri));
                    map.insert(String::from("version"), Value::Null);
                }
                items.push(report);
            }
        }
        Ok(json!({ "items": items }))
    }
}

/// What is to be known of the client.
#[derive(Clone, Copy)]
struct Client {
    encoding: Encoding,
    snippets: bool,
}

fn value<T: serde::Serialize>(of: &T) -> Answer {
    serde_json::to_value(of).map_err(|e| Refused::Failed(e.to_string()))
}

fn edit(e: &TextEdit, lines: &wharf_ide::Lines, encoding: Encoding) -> Value {
    json!({ "range": convert::range(lines, e.range, encoding), "newText": e.text })
}

impl Opened<'_> {
    fn completions(&mut self, path: &str, at: u32, of: Client) -> Answer {
        let lines = self.lines(path);
        let all = self.workspace.completions(path, at).into_iter();
        let items: Vec<_> = all.map(|c| convert::completion(c, &lines, of.encoding, of.snippets)).collect();
        Ok(json!({ "isIncomplete": false, "items": items }))
    }

    fn hover(&mut self, path: &str, at: u32, encoding: Encoding) -> Answer {
        let Some(hover) = self.workspace.hover(path, at) else { return Ok(Value::Null) };
        let range = convert::range(&self.lines(path), hover.range, encoding);
        Ok(json!({ "contents": { "kind": "markdown", "value": hover.markdown }, "range": range }))
    }

    fn locations(&self, places: &[Place], encoding: Encoding) -> Value {
        let location = |p: &Place| {
            let range = convert::range(&self.lines(&p.path), p.range, encoding);
            Some(json!({ "uri": self.uri(&p.path)?, "range": range }))
        };
        places.iter().filter_map(location).collect()
    }

    fn symbols_of_all(&mut self, query: &str, encoding: Encoding) -> Vec<Value> {
        let found = self.workspace.find_symbols(query).into_iter();
        let shown = found.filter_map(|f| {
            let range = convert::range(&self.lines(&f.path), f.range, encoding);
            Some(json!({
                "name": f.name,
                "kind": convert::symbol_kind(f.kind),
                "containerName": f.within,
                "location": { "uri": self.uri(&f.path)?, "range": range },
            }))
        });
        shown.collect()
    }

    fn workspace_edit(&self, edits: &[TextEdit], encoding: Encoding) -> Value {
        let mut changes = serde_json::Map::new();
        for e in edits {
            let Some(uri) = self.uri(&e.path) else { continue };
            let all = changes.entry(uri.as_str()).or_insert_with(|| json!([]));
            if let Some(all) = all.as_array_mut() {
                all.push(edit(e, &self.lines(&e.path), encoding));
            }
        }
        json!({ "changes": changes })
    }

    /// Problems as the protocol has them.
    pub(crate) fn diagnostics(&self, path: &str, problems: &[Problem], encoding: Encoding) -> Vec<lsp::Diagnostic> {
        let lines = self.lines(path);
        let one = |p: &Problem| {
            let related = p.related.iter().filter_map(|r| {
                let range = convert::range(&self.lines(&r.place.path), r.place.range, encoding);
                let location = lsp::Location { uri: self.uri(&r.place.path)?, range };
                Some(lsp::DiagnosticRelatedInformation { location, message: r.message.clone() })
            });
            let related: Vec<_> = related.collect();
            let page = self.pages.and_then(|host| host.page(&p.code));
            let href = page.and_then(|page| Url::from_file_path(page).ok()?.as_str().parse().ok());
            lsp::Diagnostic {
                code_description: href.map(|href| lsp::CodeDescription { href }),
                related_information: Some(related).filter(|r| !r.is_empty()),
                ..convert::diagnostic(p, &lines, encoding)
            }
        };
        problems.iter().map(one).collect()
    }

    /// The report on one file, which says nothing new where it is the one the client has.
    fn report(&self, path: &str, problems: &[Problem], before: Option<&str>, encoding: Encoding) -> Value {
        let items = self.diagnostics(path, problems, encoding);
        let id = fingerprint(&serde_json::to_string(&items).unwrap_or_default());
        if before == Some(id.as_str()) {
            return json!({ "kind": "unchanged", "resultId": id });
        }
        json!({ "kind": "full", "resultId": id, "items": items })
    }

    /// Quick fixes of the problems in a range, and all safe ones of the file at once.
    fn actions(&mut self, path: &str, asked: &lsp::CodeActionParams, encoding: Encoding) -> Value {
        let lines = self.lines(path);
        let wanted = |kind: &str| {
            let begins = |k: &lsp::CodeActionKind| kind == k.as_str() || kind.starts_with(&format!("{}.", k.as_str()));
            asked.context.only.as_ref().is_none_or(|only| only.iter().any(begins))
        };
        let mut out = Vec::new();
        if wanted("quickfix") {
            let range = convert::text_range(&lines, asked.range, encoding);
            for (problem, fix) in self.workspace.fixes(path, range) {
                let diagnostics = self.diagnostics(path, std::slice::from_ref(&problem), encoding);
                out.push(json!({
                    "title": fix.title,
                    "kind": "quickfix",
                    "diagnostics": diagnostics,
                    "isPreferred": fix.safe,
                    "edit": self.workspace_edit(&fix.edits, encoding),
                }));
            }
        }
        let all = asked.context.only.is_some() && wanted("source.fixAll.wharf");
        let edits = if all { self.workspace.fix_all(path) } else { Vec::new() };
        if !edits.is_empty() {
            let edit = self.workspace_edit(&edits, encoding);
            out.push(json!({ "title": "apply all safe fixes", "kind": "source.fixAll.wharf", "edit": edit }));
        }
        Value::Array(out)
    }
}

/// A short text that is another one where the text is another one (FNV-1a of 64 bits).
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
