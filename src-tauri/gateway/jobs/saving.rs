//! What a job has made, on its way into the files: under names that were kept before, so that a restart fetches only what is
//! not here yet.

use std::time::Duration;

use tokio::{sync::OwnedSemaphorePermit, time::timeout};
use turnpike_domain::{
    failure::Failure,
    file::{FileKind, Purpose},
    ids::FileId,
    job::{self, Job, JobError, JobKind, Report, STORAGE_FULL},
};
use turnpike_providers::{Asset, Made, length_of};

use super::{Jobs, runner::millis};
use crate::{
    blocking, clock,
    files::{FileError, Incoming, NewFile},
    workspace::route::Upstream,
};

/// For one file, however slow its server is.
const PATIENCE: Duration = Duration::from_secs(20 * 60);
/// Longer than all files of a job take.
const LEASE: Duration = Duration::from_secs(2 * 60 * 60);
/// Of one file: more than minutes of film have.
const MOST_BYTES: u64 = 4 << 30;

impl Jobs {
    /// Takes what was made into the files. The job has ended then, or is due again. What is still elsewhere waits for its
    /// turn without a `place` among those that are looked at.
    pub(super) async fn take(&self, job: &mut Job, made: Made, provider: &Upstream, place: Option<OwnedSemaphorePermit>) {
        let Made { assets, usage, cost, expires_at, kept_for } = made;
        let expires_at = expires_at.or_else(|| kept_for.map(|span| clock::now().saturating_add(millis(span))));
        let count = u32::try_from(assets.len()).unwrap_or(u32::MAX);
        let files = assets.iter().map(|_| FileId(uuid::Uuid::now_v7())).collect();
        let made = job::Made { count, usage, cost, expires_at };
        if !self.change(job, Report::Done { made, files }, LEASE).await {
            return;
        }
        if assets.iter().all(|asset| matches!(asset, Asset::At(_))) {
            drop(place);
            self.0.wake.notify_one();
        }
        for (asset, id) in assets.into_iter().zip(job.files.clone()) {
            match self.save(job, asset, id, provider).await {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    self.change(job, Report::DownloadFailed(error), Duration::ZERO).await;
                    return;
                }
                None => return self.let_go(job).await,
            }
        }
        self.saved(job).await;
    }

    /// All of it is here.
    pub(super) async fn saved(&self, job: &mut Job) {
        let length_ms = self.length_ms(job).await;
        self.change(job, Report::Saved { length_ms }, Duration::ZERO).await;
    }

    /// How long all of it is; `None`: that can not be told, or its owner has said so.
    async fn length_ms(&self, job: &Job) -> Option<u64> {
        if job.length_ms.is_some() {
            return None;
        }
        let mut total = 0;
        for id in &job.files {
            let file = self.0.files.find(*id).await.ok()??;
            let content = self.0.files.read(&file).await.ok()?;
            let length = blocking(move || length_of(content)).await?;
            total += u64::try_from(length.as_millis()).ok()?;
        }
        Some(total)
    }

    /// Is everything here that it has made?
    pub(super) async fn are_all_there(&self, job: &Job) -> bool {
        for file in &job.files {
            if !matches!(self.0.files.find(*file).await, Ok(Some(_))) {
                return false;
            }
        }
        !job.files.is_empty()
    }

    /// Removes what there is of a job that is forgotten, or comes to nothing.
    pub(super) async fn discard(&self, job: &Job) {
        for file in &job.files {
            if let Err(error) = self.0.files.remove(*file).await {
                tracing::warn!(file.id = %file, "a file of a job is still there: {error}");
            }
        }
    }

    /// Fetches one file, unless it is here. `None`: the job was cancelled meanwhile.
    async fn save(&self, job: &Job, asset: Asset, id: FileId, provider: &Upstream) -> Option<Result<(), JobError>> {
        if let Ok(Some(_)) = self.0.files.find(id).await {
            return Some(Ok(()));
        }
        let late = || unavailable(format!("it did not arrive within {} minutes", PATIENCE.as_secs() / 60));
        let arriving = async {
            let turn = self.0.downloads.acquire().await;
            (timeout(PATIENCE, self.fetch(asset, provider)).await.unwrap_or_else(|_| Err(late())), turn)
        };
        let (incoming, _turn) = self.unless_cancelled(job, arriving).await?;
        Some(match incoming {
            Ok(incoming) => self.shelve(job, incoming, id).await,
            Err(error) => Err(error),
        })
    }

    /// Keeps what has arrived, if it is what was asked for.
    async fn shelve(&self, job: &Job, incoming: Incoming, id: FileId) -> Result<(), JobError> {
        let media_type = incoming.media_type();
        let fits = match (job.kind, FileKind::of(media_type)) {
            (JobKind::Video, kind) => kind == FileKind::Video,
            // Some put music into a film without pictures.
            (JobKind::Music, kind) => matches!(kind, FileKind::Audio | FileKind::Video),
        };
        if !fits {
            return Err(unavailable(format!("what is there is no {}, but {media_type}", job.kind.as_str())));
        }
        let new = NewFile {
            id,
            key: job.key.clone(),
            filename: format!("{}.{}", job.id, ending(media_type)),
            purpose: Purpose::UserData,
            expires_after: None,
            made_by: Some(job.request.id),
        };
        self.0.files.keep(incoming, new).await.map(drop).map_err(unkept)
    }

    async fn fetch(&self, asset: Asset, provider: &Upstream) -> Result<Incoming, JobError> {
        let mut incoming = self.0.files.receive().await.map_err(unkept)?;
        let at = match asset {
            Asset::Bytes(bytes) => {
                incoming.write(&bytes).await.map_err(unkept)?;
                return Ok(incoming);
            }
            Asset::At(at) => at,
        };
        let failed = |failure: Failure| unavailable(provider.without_secret(failure).message);
        let mut source = self.0.relay.asset(provider, &at).await.map_err(failed)?;
        let mut bytes = 0_u64;
        while let Some(piece) = source.next().await {
            let piece = piece.map_err(failed)?;
            bytes += piece.len() as u64;
            if bytes > MOST_BYTES {
                return Err(unavailable(format!("it is larger than {MOST_BYTES} bytes")));
            }
            incoming.write(&piece).await.map_err(unkept)?;
        }
        Ok(incoming)
    }
}

fn unavailable(why: String) -> JobError {
    let message = format!("Its provider says that it is done, but it can not be fetched: {why}. Nothing is charged.");
    JobError { code: "asset_unavailable".to_owned(), message }
}

fn unkept(error: FileError) -> JobError {
    match error {
        FileError::OverLimit { used, limit } => {
            let message = format!(
                "It is done, but there is no room for it: {used} of {limit} bytes of the storage are used. Delete files; it is \
                 tried again as long as its provider keeps it."
            );
            JobError { code: STORAGE_FULL.to_owned(), message }
        }
        other => JobError { code: "asset_unavailable".to_owned(), message: format!("It is done, but can not be kept: {other}.") },
    }
}

fn ending(media_type: &str) -> &'static str {
    match media_type {
        "video/mp4" => "mp4",
        "video/webm" => "webm",
        "video/quicktime" => "mov",
        "audio/mpeg" => "mp3",
        "audio/wav" => "wav",
        "audio/flac" => "flac",
        "audio/ogg" => "ogg",
        "audio/mp4" => "m4a",
        _ => "bin",
    }
}
