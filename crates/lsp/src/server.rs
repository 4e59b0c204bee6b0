//! The state of a server, and the loop over its messages.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types as lsp;
use lsp_types::notification::Notification as _;
use lsp_types::request::Request as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;
use wharf_ide::{Encoding, Lines, Loader, Memory, Workspace};

use crate::convert;

/// What a shell hands in: the disk.
pub trait Host {
    /// The folder of the project that a file belongs to. `open` are the folders that the editor has open.
    fn root(&self, file: &Path, open: &[PathBuf]) -> PathBuf;

    /// The files of a project.
    fn loader(&self, root: &Path) -> Rc<dyn Loader>;

    /// The `.app` files of a project, by their paths relative to its folder, with `/` between their parts.
    fn sources(&self, root: &Path) -> Vec<String>;

    /// A file with the page of a code such as `W0201`, for a link from a problem.
    fn page(&self, code: &str) -> Option<PathBuf>;
}

/// One project.
pub(crate) struct Opened<'h> {
    /// Its folder; none is that of texts that no disk has.
    pub(crate) root: Option<PathBuf>,
    pub(crate) workspace: Workspace,
    /// Who has the pages of codes, where problems may link to them.
    pub(crate) pages: Option<&'h dyn Host>,
    /// Whether something has changed since problems were published.
    pub(crate) dirty: bool,
    /// The files for which problems were published last.
    published: BTreeSet<String>,
    /// The lines of files, as far as they were asked for.
    lines: RefCell<BTreeMap<String, Rc<Lines>>>,
}

/// A server between `initialize` and `exit`.
pub(crate) struct Server<'h> {
    pub(crate) host: &'h dyn Host,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) encoding: Encoding,
    pub(crate) snippets: bool,
    /// Whether the client asks for problems, so that none are published.
    pulls: bool,
    watches: bool,
    /// Whether problems may link to the page of their code.
    links: bool,
    /// Whether the client can be told to ask for problems again.
    refreshes: bool,
    /// Whether it should be, since files have changed without its doing.
    pub(crate) stale: bool,
    /// How many times it was.
    refreshed: u32,
    /// The projects by their folders, as texts.
    pub(crate) projects: BTreeMap<String, Opened<'h>>,
    /// Open documents, by their addresses.
    pub(crate) documents: BTreeMap<String, Document>,
}

/// An open document.
pub(crate) struct Document {
    /// The key of its project.
    pub(crate) project: String,
    /// Its path in it.
    pub(crate) path: String,
    /// The client's number of the text that it has now.
    pub(crate) version: i32,
}

/// The key of the project of texts that no disk has.
const UNSAVED: &str = "";

/// Serves one client, until it says `exit` or goes away. Gives whether it said `shutdown` before, which is what
/// the process's exit code has to tell.
///
/// # Errors
/// Where the connection breaks, or the client does not speak the protocol.
pub fn serve(connection: &Connection, host: &dyn Host) -> Result<bool, Box<dyn Error + Send + Sync>> {
    let (id, params) = connection.initialize_start()?;
    // The types misname some capabilities, so that those are read as they come.
    let capabilities = params.get("capabilities").cloned().unwrap_or_default();
    let params: lsp::InitializeParams = serde_json::from_value(params)?;
    let mut server = Server::new(host, &params, &capabilities);
    let answer = json!({
        "capabilities": server.capabilities(),
        "serverInfo": { "name": "wharf", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, answer)?;
    if server.watches {
        connection.sender.send(watch())?;
    }
    let mut queue: VecDeque<Message> = VecDeque::new();
    loop {
        queue.extend(connection.receiver.try_iter());
        let message = match queue.pop_front() {
            Some(message) => message,
            None => {
                for note in server.publications() {
                    connection.sender.send(note.into())?;
                }
                if let Some(request) = server.refresh() {
                    connection.sender.send(request.into())?;
                }
                match connection.receiver.recv() {
                    Ok(message) => message,
                    // The client is gone.
                    Err(_) => return Ok(false),
                }
            }
        };
        match message {
            Message::Request(request) if request.method == lsp::request::Shutdown::METHOD => {
                connection.sender.send(Response::new_ok(request.id, ()).into())?;
                return Ok(ends(connection, queue));
            }
            Message::Request(request) => {
                queue.extend(connection.receiver.try_iter());
                let response = if queue.iter().any(|m| cancels(m, &request.id)) {
                    let code = ErrorCode::RequestCanceled as i32;
                    Response::new_err(request.id, code, String::from("it was taken back"))
                } else {
                    server.answer(request)
                };
                connection.sender.send(response.into())?;
            }
            Message::Notification(note) if note.method == lsp::notification::Exit::METHOD => return Ok(false),
            Message::Notification(note) => server.note(note),
            Message::Response(_) => {}
        }
    }
}

/// Waits for `exit` after `shutdown`; whatever else comes is refused.
fn ends(connection: &Connection, mut queue: VecDeque<Message>) -> bool {
    loop {
        match queue.pop_front().or_else(|| connection.receiver.recv().ok()) {
            Some(Message::Notification(note)) if note.method == lsp::notification::Exit::METHOD => return true,
            Some(Message::Request(request)) => {
                let code = ErrorCode::InvalidRequest as i32;
                let refused = Response::new_err(request.id, code, String::from("the server is shutting down"));
                if connection.sender.send(refused.into()).is_err() {
                    return true;
                }
            }
            Some(_) => {}
            None => return true,
        }
    }
}

fn cancels(message: &Message, id: &RequestId) -> bool {
    let Message::Notification(note) = message else { return false };
    let own = serde_json::to_value(id).ok();
    note.method == lsp::notification::Cancel::METHOD && note.params.get("id") == own.as_ref()
}

/// Asks to be told of files that change on disk.
fn watch() -> Message {
    let watchers = json!([{ "globPattern": "**/*" }]);
    let registration = json!({
        "id": "files",
        "method": lsp::notification::DidChangeWatchedFiles::METHOD,
        "registerOptions": { "watchers": watchers },
    });
    let params = json!({ "registrations": [registration] });
    Request::new(RequestId::from(String::from("watch")), lsp::request::RegisterCapability::METHOD.to_owned(), params)
        .into()
}

impl<'h> Server<'h> {
    fn new(host: &'h dyn Host, params: &lsp::InitializeParams, capabilities: &Value) -> Self {
        let at = |pointer: &str| capabilities.pointer(pointer).cloned().unwrap_or_default();
        let encodings = at("/general/positionEncodings");
        let encoding = match encodings.as_array() {
            Some(all) if all.contains(&json!("utf-8")) => Encoding::Utf8,
            Some(all) if all.contains(&json!("utf-32")) && !all.contains(&json!("utf-16")) => Encoding::Utf32,
            _ => Encoding::Utf16,
        };
        let folders = params.workspace_folders.iter().flatten().filter_map(|f| file_of(f.uri.as_str()));
        let mut folders: Vec<PathBuf> = folders.collect();
        #[expect(deprecated, reason = "clients that know no folders say their one folder so")]
        if let (true, Some(root)) = (folders.is_empty(), &params.root_uri) {
            folders.extend(file_of(root.as_str()));
        }
        Self {
            host,
            folders,
            encoding,
            snippets: at("/textDocument/completion/completionItem/snippetSupport") == json!(true),
            pulls: at("/textDocument/diagnostic").is_object(),
            watches: at("/workspace/didChangeWatchedFiles/dynamicRegistration") == json!(true),
            links: ["publishDiagnostics", "diagnostic"]
                .iter()
                .any(|of| at(&format!("/textDocument/{of}/codeDescriptionSupport")) == json!(true)),
            refreshes: at("/workspace/diagnostics/refreshSupport") == json!(true),
            stale: false,
            refreshed: 0,
            projects: BTreeMap::new(),
            documents: BTreeMap::new(),
        }
    }

    fn capabilities(&self) -> Value {
        let encoding = match self.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        };
        json!({
            "positionEncoding": encoding,
            "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
            "completionProvider": { "triggerCharacters": [".", "\"", "("], "resolveProvider": false },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "renameProvider": { "prepareProvider": true },
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "selectionRangeProvider": true,
            "signatureHelpProvider": { "triggerCharacters": ["(", ","], "retriggerCharacters": [":"] },
            "documentLinkProvider": { "resolveProvider": false },
            "foldingRangeProvider": true,
            "documentFormattingProvider": true,
            "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll.wharf"] },
            "semanticTokensProvider": {
                "legend": { "tokenTypes": convert::token_types(), "tokenModifiers": ["declaration"] },
                "full": true,
            },
            "diagnosticProvider": {
                "identifier": "wharf",
                "interFileDependencies": true,
                "workspaceDiagnostics": true,
            },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        })
    }

    /// The project that a document belongs to, and its path in it.
    pub(crate) fn locate(&mut self, uri: &str) -> (String, String) {
        if let Some(Document { project, path, .. }) = self.documents.get(uri) {
            return (project.clone(), path.clone());
        }
        let Some(file) = file_of(uri) else {
            let name: String =
                uri.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
            let name = if name.ends_with(".app") { name } else { format!("{name}.app") };
            self.project(UNSAVED, None);
            return (UNSAVED.to_owned(), name);
        };
        let root = self.host.root(&file, &self.folders);
        let key = root.to_string_lossy().into_owned();
        let path = file.strip_prefix(&root).unwrap_or(&file);
        let path =
            path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/");
        self.project(&key, Some(&root));
        (key, path)
    }

    fn project(&mut self, key: &str, root: Option<&Path>) {
        if self.projects.contains_key(key) {
            return;
        }
        let loader = root.map_or_else(|| Rc::new(Memory::default()) as Rc<dyn Loader>, |r| self.host.loader(r));
        let mut workspace = Workspace::new(loader);
        if let Some(root) = root {
            workspace.set_sources(self.host.sources(root));
        }
        let opened = Opened {
            root: root.map(Path::to_owned),
            workspace,
            pages: self.links.then_some(self.host),
            dirty: true,
            published: BTreeSet::new(),
            lines: RefCell::default(),
        };
        self.projects.insert(key.to_owned(), opened);
    }

    /// The project of a document, and its path in it.
    pub(crate) fn document(&mut self, uri: &str) -> Option<(&mut Opened<'h>, String)> {
        let (key, path) = self.locate(uri);
        self.projects.get_mut(&key).map(|p| (p, path))
    }

    /// Every project.
    pub(crate) fn all(&mut self) -> impl Iterator<Item = &mut Opened<'h>> {
        self.projects.values_mut()
    }

    /// Opens what each folder holds, so that all of it is checked.
    pub(crate) fn open_folders(&mut self) {
        for folder in self.folders.clone() {
            let root = self.host.root(&folder.join("x.app"), &self.folders);
            let key = root.to_string_lossy().into_owned();
            self.project(&key, Some(&root));
        }
    }

    /// Asks a client that asks for problems to do so again, where files have changed on disk.
    fn refresh(&mut self) -> Option<Request> {
        if !std::mem::take(&mut self.stale) || !self.pulls || !self.refreshes {
            return None;
        }
        self.refreshed += 1;
        let id = RequestId::from(format!("refresh-{}", self.refreshed));
        Some(Request::new(id, lsp::request::WorkspaceDiagnosticRefresh::METHOD.to_owned(), Value::Null))
    }

    /// What is to be published, where the client does not ask for it.
    fn publications(&mut self) -> Vec<Notification> {
        let (pulls, encoding) = (self.pulls, self.encoding);
        let mut out = Vec::new();
        for (key, project) in self.projects.iter_mut().filter(|(_, p)| p.dirty && !pulls) {
            project.dirty = false;
            let open = self.documents.values().filter(|d| d.project == *key);
            let versions: BTreeMap<&str, i32> = open.map(|d| (d.path.as_str(), d.version)).collect();
            let found = project.workspace.all_problems();
            let gone = std::mem::take(&mut project.published);
            project.published = found.iter().map(|(path, _)| path.clone()).collect();
            let none = gone.difference(&project.published).map(|p| (p.clone(), Vec::new())).collect::<Vec<_>>();
            for (path, problems) in found.into_iter().chain(none) {
                let Some(uri) = project.uri(&path) else { continue };
                let diagnostics = project.diagnostics(&path, &problems, encoding);
                let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
                // Which text they are about, where the client has one.
                if let (Some(map), Some(version)) = (params.as_object_mut(), versions.get(path.as_str())) {
                    map.insert(String::from("version"), json!(version));
                }
                out.push(Notification::new(lsp::notification::PublishDiagnostics::METHOD.to_owned(), params));
            }
        }
        out
    }
}

impl Opened<'_> {
    /// The address of a file. What comes with the compiler has none.
    pub(crate) fn uri(&self, path: &str) -> Option<lsp::Uri> {
        let text = match &self.root {
            _ if path.starts_with("wharf:") => return None,
            Some(root) => Url::from_file_path(root.join(path)).ok()?.to_string(),
            None => format!("untitled:{path}"),
        };
        text.parse().ok()
    }

    /// The lines of a file. Every place of every problem asks for them.
    pub(crate) fn lines(&self, path: &str) -> Rc<Lines> {
        let text = self.workspace.text(path).unwrap_or_default();
        let mut known = self.lines.borrow_mut();
        match known.get(path) {
            Some(lines) if lines.text() == &*text => Rc::clone(lines),
            _ => {
                let lines = Rc::new(Lines::new(text));
                known.insert(path.to_owned(), Rc::clone(&lines));
                lines
            }
        }
    }
}

/// The path of a `file:` address.
pub(crate) fn file_of(uri: &str) -> Option<PathBuf> {
    Url::parse(uri).ok().filter(|u| u.scheme() == "file")?.to_file_path().ok()
}

/// The params of a message; nothing where they are not what the protocol says.
pub(crate) fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
