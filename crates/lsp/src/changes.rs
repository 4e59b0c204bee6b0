//! What the client tells: texts that change, files and folders that come and go.

use std::path::PathBuf;

use lsp_server::Notification;
use lsp_types as lsp;
use lsp_types::notification::{self as n, Notification as _};
use wharf_ide::{Lines, Workspace};

use crate::convert;
use crate::server::{Document, Server, file_of, read};

impl Server<'_> {
    /// Takes what the client tells; nothing that makes no sense.
    pub(crate) fn note(&mut self, note: Notification) {
        match note.method.as_str() {
            n::DidOpenTextDocument::METHOD => {
                let Some(p) = read::<lsp::DidOpenTextDocumentParams>(note.params) else { return };
                let uri = p.text_document.uri.as_str().to_owned();
                let (key, path) = self.locate(&uri);
                let document = Document { project: key.clone(), path: path.clone(), version: p.text_document.version };
                self.documents.insert(uri, document);
                self.change(&key, |w| w.open(&path, p.text_document.text));
            }
            n::DidChangeTextDocument::METHOD => {
                let Some(p) = read::<lsp::DidChangeTextDocumentParams>(note.params) else { return };
                let (key, path) = self.locate(p.text_document.uri.as_str());
                if let Some(document) = self.documents.get_mut(p.text_document.uri.as_str()) {
                    document.version = p.text_document.version;
                }
                let encoding = self.encoding;
                self.change(&key, |w| {
                    for change in p.content_changes {
                        match change.range {
                            None => w.open(&path, change.text),
                            Some(range) => {
                                let Some(text) = w.text(&path) else { return };
                                let lines = Lines::new(text);
                                w.edit(&path, convert::text_range(&lines, range, encoding), &change.text);
                            }
                        }
                    }
                });
            }
            n::DidCloseTextDocument::METHOD => {
                let Some(p) = read::<lsp::DidCloseTextDocumentParams>(note.params) else { return };
                let (key, path) = self.locate(p.text_document.uri.as_str());
                self.documents.remove(p.text_document.uri.as_str());
                self.change(&key, |w| w.close(&path));
            }
            n::DidChangeWatchedFiles::METHOD => {
                let Some(p) = read::<lsp::DidChangeWatchedFilesParams>(note.params) else { return };
                for change in p.changes {
                    self.changed_on_disk(change.uri.as_str());
                }
            }
            n::DidSaveTextDocument::METHOD => {
                let Some(p) = read::<lsp::DidSaveTextDocumentParams>(note.params) else { return };
                self.changed_on_disk(p.text_document.uri.as_str());
            }
            n::DidChangeWorkspaceFolders::METHOD => {
                let Some(p) = read::<lsp::DidChangeWorkspaceFoldersParams>(note.params) else { return };
                let gone: Vec<PathBuf> = p.event.removed.iter().filter_map(|f| file_of(f.uri.as_str())).collect();
                self.folders.retain(|f| !gone.contains(f));
                self.folders.extend(p.event.added.iter().filter_map(|f| file_of(f.uri.as_str())));
            }
            _ => {}
        }
    }

    fn change(&mut self, key: &str, f: impl FnOnce(&mut Workspace)) {
        if let Some(project) = self.projects.get_mut(key) {
            f(&mut project.workspace);
            project.dirty = true;
        }
    }

    fn changed_on_disk(&mut self, uri: &str) {
        let Some(file) = file_of(uri) else { return };
        for project in self.projects.values_mut() {
            let Some(root) = &project.root else { continue };
            let Ok(below) = file.strip_prefix(root) else { continue };
            let path = below.components().map(|c| c.as_os_str().to_string_lossy().into_owned());
            project.workspace.refresh(&path.collect::<Vec<_>>().join("/"));
            if file.extension().is_some_and(|e| e == "app") {
                project.workspace.set_sources(self.host.sources(root));
            }
            project.dirty = true;
            self.stale = true;
        }
    }
}
