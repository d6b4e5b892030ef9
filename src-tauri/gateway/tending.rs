//! What has to be done now and then while serving: old rows, bodies and files removed, within the limits of the settings.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use turnpike_store::{Retention, Store};

use crate::{
    blocking, clock,
    files::{FileError, Files},
    workspace::Workspace,
};

const EVERY: Duration = Duration::from_secs(60);

pub(crate) async fn tend(store: Store, workspace: Workspace, files: Files, stop: CancellationToken) {
    said(files.remove_orphans().await, "contents that belong to no file were removed");
    let mut ticks = tokio::time::interval(EVERY);
    // The start has better things to do.
    ticks.tick().await;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let retention = retention(&workspace);
        let store = store.clone();
        match blocking(move || store.prune(clock::now(), &retention)).await {
            Ok(pruned) if pruned != turnpike_store::Pruned::default() => tracing::info!(?pruned, "old rows were removed"),
            Ok(_) => {}
            Err(error) => tracing::warn!("old rows could not be removed: {error}"),
        }
        said(files.remove_expired().await, "expired files were removed");
    }
}

fn said(removed: Result<usize, FileError>, done: &str) {
    match removed {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{done}"),
        Err(error) => tracing::warn!("files could not be tended: {error}"),
    }
}

/// What the settings say is kept.
pub(crate) fn retention(workspace: &Workspace) -> Retention {
    let snapshot = workspace.current();
    let live = &snapshot.live;
    Retention {
        log_days: live.log_retention_days.unwrap_or_else(|| live.plan().log_retention_days),
        log_bytes: Some(u64::from(live.log_limit_mb) << 20),
        body_days: live.body_retention_days,
        body_bytes: u64::from(live.body_limit_mb) << 20,
    }
}
