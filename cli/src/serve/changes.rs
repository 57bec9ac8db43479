//! Notices that the sources of a crate have changed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// An editor writes several files for one change, or one file in several steps.
const SETTLED: Duration = Duration::from_millis(50);

/// The changes of a crate and of the crates on this machine that it depends on.
pub(super) struct Changes {
    watcher: RecommendedWatcher,
    events: UnboundedReceiver<Event>,
    folders: Vec<PathBuf>,
    target: PathBuf,
}

impl Changes {
    pub(super) fn of_crate(folder: &Path) -> Result<Self> {
        let metadata = MetadataCommand::new().current_dir(folder).exec();
        let metadata = metadata.context("cannot ask cargo about the crate")?;
        let local = metadata.packages.iter().filter(|package| package.source.is_none());
        let folders: Vec<_> = local
            .filter_map(|package| package.manifest_path.parent()?.as_std_path().canonicalize().ok())
            .collect();
        let (sender, events) = unbounded_channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // Nobody is left to tell once the server has stopped.
            let _ = event.map(|event| sender.send(event));
        });
        let mut changes = Self {
            watcher: watcher.context("cannot watch files")?,
            events,
            folders,
            target: metadata.target_directory.into(),
        };
        for folder in changes.folders.clone() {
            changes.watch(&folder)?;
        }
        Ok(changes)
    }

    /// Waits for a change, and then until the files have been quiet for a moment.
    pub(super) async fn next(&mut self) {
        loop {
            let Some(event) = self.events.recv().await else { return std::future::pending().await };
            if self.is_change(&event) {
                break;
            }
        }
        while let Ok(Some(_)) = timeout(SETTLED, self.events.recv()).await {}
    }

    /// Watches a crate's folder, but not those in it that hold no sources and may hold very many files.
    fn watch(&mut self, folder: &Path) -> Result<()> {
        let cannot = || format!("cannot watch {}", folder.display());
        self.watcher.watch(folder, RecursiveMode::NonRecursive).with_context(cannot)?;
        for entry in std::fs::read_dir(folder).with_context(cannot)? {
            let path = entry.with_context(cannot)?.path();
            if path.is_dir() && !self.is_ignored(&path) {
                self.watcher.watch(&path, RecursiveMode::Recursive).with_context(cannot)?;
            }
        }
        Ok(())
    }

    fn is_change(&mut self, event: &Event) -> bool {
        if event.kind.is_access() {
            return false;
        }
        let changed: Vec<_> = event.paths.iter().filter(|path| !self.is_ignored(path)).collect();
        for path in &changed {
            let is_in_root =
                path.parent().is_some_and(|root| self.folders.iter().any(|folder| folder == root));
            // A new folder beside `src`; it may be gone already.
            if event.kind.is_create() && is_in_root && path.is_dir() {
                let _ = self.watcher.watch(path, RecursiveMode::Recursive);
            }
        }
        !changed.is_empty()
    }

    /// Files that builds and editors write beside the sources.
    fn is_ignored(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.starts_with(&self.target)
            || ["Cargo.lock", "node_modules"].contains(&&*name)
            || name.starts_with('.') && name != ".cargo"
            || name.ends_with('~')
            // Data that the app keeps, in a folder named by `--data`.
            || name.ends_with(".redb")
    }
}
