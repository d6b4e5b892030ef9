use uuid::Uuid;

use super::*;
use crate::{
    ids::{JobId, RequestId},
    job::{JobKind, MOST_DOWNLOADS},
    price::{Quote, Rates},
    request::{Endpoint, Request},
};

const NOW: i64 = 1_795_000_000_000;
const PACE: Pace = Pace { first: Duration::from_secs(2), longest: Duration::from_secs(10) };

fn job() -> Job {
    let request = Request {
        id: RequestId(Uuid::from_u128(1)),
        started_at: NOW,
        endpoint: Endpoint::Videos,
        key: Some("key".into()),
        status: 202,
        error: None,
        stream: false,
        state: State::Running,
        model: Some("film".into()),
        model_used: Some("film".into()),
        provider: Some("p".into()),
        fallback_depth: 0,
        credits_reserved: Some(Credits::from_micros(40_000_000)),
        credits_used: None,
        price_source: None,
        lines: Vec::new(),
        usage: None,
        usage_source: None,
        duration_ms: 0,
        first_token_ms: None,
        finish_reason: None,
        user_agent: None,
        attempts: Vec::new(),
        skipped: Vec::new(),
        warnings: Vec::new(),
        files: Vec::new(),
        captured: false,
    };
    let rates = Rates { per_second: Some(Credits::from_micros(5_000_000)), ..Rates::default() };
    Job {
        id: JobId::from("video_1"),
        kind: JobKind::Video,
        key: "key".into(),
        request,
        prompt: "a boat".to_owned(),
        parameters: "{}".to_owned(),
        count: 2,
        length_ms: Some(4_000),
        size: None,
        expected_ms: None,
        state: JobState::Submitting,
        progress: None,
        created_at: NOW,
        started_at: None,
        ended_at: None,
        due_at: NOW,
        ticket: None,
        looks: 0,
        failing_since: None,
        trouble: None,
        downloads: 0,
        made: None,
        files: Vec::new(),
        cancel: false,
        error: None,
        quote: Some(Quote { rates, source: "table".to_owned(), is_complete: false }),
        most: Usage { made_ms: 8_000, ..Usage::default() },
        revision: 0,
    }
}

fn file(number: u128) -> FileId {
    FileId(Uuid::from_u128(number))
}

fn made(count: u32) -> Made {
    Made { count, usage: None, cost: None, expires_at: None }
}

fn done(count: u32) -> Report {
    Report::Done { made: made(count), files: (0..count).map(|number| file(number.into())).collect() }
}

fn failed(kind: FailureKind) -> Failure {
    Failure::new(kind, "words")
}

/// A job after these reports, a second apart.
fn after_all(reports: impl IntoIterator<Item = Report>) -> Job {
    let mut job = job();
    for (index, report) in reports.into_iter().enumerate() {
        job.apply(report, PACE, NOW + 1_000 * index as i64, 0.5);
    }
    job
}

fn submitted() -> Report {
    Report::Submitted { ticket: Some("t".to_owned()) }
}

#[test]
fn a_job_goes_its_way_and_is_charged_by_what_was_made() {
    let running = Report::Running { percent: Some(40) };
    let half_made = made(1);
    let reported = Made { usage: Some(Usage { made_ms: 3_000, ..Usage::default() }), ..made(2) };
    let priced = Made { cost: Some(Credits::from_micros(7)), ..made(2) };
    let unmeasured = |length_ms| Report::Saved { length_ms };
    for (made, length_ms, credits) in [
        (made(2), None, "40.000000"),
        (made(2), Some(4_080), "40.000000"),
        // One of two was filtered.
        (half_made, None, "20.000000"),
        (reported, None, "15.000000"),
        (priced, None, "0.000007"),
    ] {
        let files = vec![file(1); made.count as usize];
        let job = after_all([submitted(), Report::Queued, running.clone(), Report::Done { made, files }, unmeasured(length_ms)]);
        assert_eq!((job.state, job.progress, job.looks, job.revision), (JobState::Completed, Some(100), 3, 5));
        assert_eq!(job.request.credits_used.unwrap().to_string(), credits, "{made:?}");
        assert_eq!((job.request.state, job.request.duration_ms), (State::Settled, 4_000));
    }
    let mut unsaid = job();
    unsaid.length_ms = None;
    for report in [submitted(), done(2), unmeasured(Some(5_500))] {
        unsaid.apply(report, PACE, NOW, 0.5);
    }
    assert_eq!(
        unsaid.request.credits_used.unwrap().to_string(),
        "27.500000",
        "a length that was left to the provider is measured"
    );
    let mut unpriced = job();
    unpriced.quote = None;
    for report in [submitted(), done(1), unmeasured(None)] {
        unpriced.apply(report, PACE, NOW, 0.5);
    }
    assert_eq!((unpriced.request.state, unpriced.request.credits_used), (State::Settled, None), "an unknown price is no zero");
    assert_eq!(unpriced.request.warnings, [crate::request::PRICE_UNKNOWN]);
}

#[test]
fn what_never_reached_its_owner_is_not_charged() {
    let late = NOW + 31 * 60_000;
    let expired = |report| {
        let mut job = after_all([submitted()]);
        job.apply(report, PACE, late, 0.5);
        job
    };
    let dead = || Report::DownloadFailed(JobError { code: "asset_unavailable".to_owned(), message: "404".to_owned() });
    let dead = std::iter::repeat_with(dead).take(MOST_DOWNLOADS as usize);
    for (job, state, code) in [
        (after_all([Report::Interrupted]), JobState::Failed, "interrupted"),
        (
            after_all([submitted(), Report::Failed(failed(FailureKind::ContentPolicy))]),
            JobState::Failed,
            "content_policy_violation",
        ),
        (after_all([submitted(), Report::Failed(failed(FailureKind::Server))]), JobState::Failed, "server"),
        (after_all([submitted(), Report::Failed(failed(FailureKind::Cancelled))]), JobState::Cancelled, "cancelled"),
        (after_all([submitted(), done(1), Report::Failed(failed(FailureKind::Cancelled))]), JobState::Cancelled, "cancelled"),
        (
            after_all([submitted(), Report::LookFailed(failed(FailureKind::ContentPolicy))]),
            JobState::Failed,
            "content_policy_violation",
        ),
        (after_all([submitted(), Report::LookFailed(failed(FailureKind::Invalid))]), JobState::Failed, "invalid"),
        (after_all([submitted(), done(1)].into_iter().chain(dead)), JobState::Failed, "asset_unavailable"),
        (expired(Report::Queued), JobState::Expired, "deadline_exceeded"),
        (expired(Report::Running { percent: None }), JobState::Expired, "deadline_exceeded"),
        (expired(Report::LookFailed(failed(FailureKind::Timeout))), JobState::Expired, "deadline_exceeded"),
    ] {
        assert_eq!((job.state, job.error.as_ref().unwrap().code.as_str()), (state, code));
        assert_eq!((job.request.state, job.request.credits_used), (State::Released, Some(Credits::ZERO)), "{code}");
        let said = job.request.error.map(|error| error.message).or(job.request.warnings.first().cloned());
        assert_eq!((job.ended_at.is_some(), said), (true, job.error.map(|error| error.message)), "the log says why");
    }
    let on_time = expired(done(1));
    assert_eq!(on_time.state, JobState::Downloading, "what is there at last is taken, however late");
}

#[test]
fn the_log_has_a_status_also_where_nobody_was_answered() {
    for (answered, status) in [(0, 500), (202, 202)] {
        let mut job = job();
        job.request.status = answered;
        job.apply(Report::Interrupted, PACE, NOW, 0.5);
        assert_eq!(job.request.status, status);
    }
}

#[test]
fn trouble_of_a_look_is_not_the_job_s() {
    use FailureKind::*;
    for kind in [Connect, Timeout, RateLimited, Overloaded, Server, BadReply, Truncated, Auth, Permission, Quota, ModelNotFound] {
        let mut job = after_all([submitted(), Report::LookFailed(failed(kind))]);
        assert_eq!((job.state, job.trouble.as_deref()), (JobState::Queued, Some("words")), "{kind}");
        job.apply(Report::Running { percent: None }, PACE, NOW + 9_000, 0.5);
        assert_eq!((job.state, job.trouble, job.failing_since), (JobState::Processing, None, None), "{kind}");
    }
    let mut lost = after_all([submitted(), Report::LookFailed(failed(ModelNotFound))]);
    lost.apply(Report::LookFailed(failed(ModelNotFound)), PACE, NOW + 62_000, 0.5);
    assert_eq!((lost.state, lost.error.unwrap().code.as_str()), (JobState::Expired, "job_lost"));
}

#[test]
fn a_cancelled_job_is_charged_only_where_its_provider_goes_on_with_it() {
    let running = Report::Running { percent: None };
    for (before, told, credits) in [
        (vec![submitted()], false, "0.000000"),
        (vec![submitted(), Report::Queued], true, "0.000000"),
        (vec![submitted(), running.clone()], true, "0.000000"),
        (vec![submitted(), running], false, "40.000000"),
        (vec![submitted(), done(1)], false, "20.000000"),
        (vec![submitted(), done(1)], true, "20.000000"),
    ] {
        let job = after_all(before.into_iter().chain([Report::CancelAsked, Report::Cancelled { told }]));
        assert_eq!((job.state, job.cancel), (JobState::Cancelled, true));
        assert_eq!(job.request.credits_used.unwrap().to_string(), credits, "told: {told}");
        assert!(job.error.unwrap().message.starts_with("It was cancelled."));
    }
}

#[test]
fn a_cancelled_job_of_unknown_length_has_an_unknown_price_unless_all_lengths_cost_the_same() {
    let mut song = job();
    song.length_ms = None;
    let per_song = Rates { per_request: Some(Credits::from_micros(9)), ..Rates::default() };
    for (rates, credits) in [(None, None), (Some(per_song), Some(Credits::from_micros(9)))] {
        let mut job = song.clone();
        if let (Some(rates), Some(quote)) = (rates, &mut job.quote) {
            quote.rates = rates;
        }
        for report in [submitted(), Report::Running { percent: None }, Report::Cancelled { told: false }] {
            job.apply(report, PACE, NOW, 0.5);
        }
        assert_eq!((job.request.state, job.request.credits_used), (State::Settled, credits));
    }
}

#[test]
fn a_job_that_is_asked_for_is_left_to_who_asks_when_it_is_cancelled() {
    let mut job = Job { due_at: i64::MAX, ..job() };
    job.apply(Report::CancelAsked, PACE, NOW, 0.5);
    assert_eq!((job.state, job.due_at), (JobState::Submitting, i64::MAX));
    job.apply(submitted(), PACE, NOW + 5, 0.5);
    assert_eq!((job.state, job.cancel, job.due_at), (JobState::Queued, true, NOW + 5), "and then ended at once");
}

#[test]
fn looks_come_rarer_with_time_and_never_in_step() {
    let pauses: Vec<i64> = (0..6)
        .map(|looks| {
            let job = after_all(std::iter::once(submitted()).chain((0..looks).map(|_| Report::Queued)));
            job.due_at - (NOW + 1_000 * looks)
        })
        .collect();
    assert_eq!(pauses, [2_000, 2_000, 3_000, 4_500, 6_750, 10_000]);
    let spread = |jitter| {
        let mut job = after_all([submitted()]);
        job.apply(Report::Queued, PACE, NOW, jitter);
        job.due_at - NOW
    };
    assert_eq!((spread(0.0), spread(1.0)), (1_800, 2_200));
    let asked = |seconds| Failure { retry_after: Some(Duration::from_secs(seconds)), ..failed(FailureKind::RateLimited) };
    for (seconds, expected) in [(1, 2_000), (30, 30_000), (3_600, 60_000)] {
        let mut job = after_all([submitted()]);
        job.apply(Report::LookFailed(asked(seconds)), PACE, NOW, 0.5);
        assert_eq!(job.due_at - NOW, expected, "retry-after {seconds}");
    }
    let mut moved = after_all([submitted()]);
    moved.apply(Report::Moved { ticket: "elsewhere".to_owned() }, PACE, NOW, 0.5);
    assert_eq!((moved.due_at, moved.ticket.as_deref()), (NOW, Some("elsewhere")), "elsewhere, at once");
    moved.apply(Report::Moved { ticket: "elsewhere".to_owned() }, PACE, NOW, 0.5);
    assert!(moved.due_at > NOW, "but not round in circles");
}

#[test]
fn a_full_storage_waits_for_room_until_the_link_is_dead() {
    let full = || Report::DownloadFailed(JobError { code: STORAGE_FULL.to_owned(), message: "full".to_owned() });
    let there = Report::Done { made: Made { expires_at: Some(NOW + 600_000), ..made(1) }, files: vec![file(1)] };
    let mut job = after_all([submitted(), there]);
    for _ in 0..2 * MOST_DOWNLOADS {
        let event = job.apply(full(), PACE, NOW + 2_000, 0.5);
        assert_eq!((job.state, event.step), (JobState::Downloading, Step::DownloadFailed));
    }
    job.apply(full(), PACE, NOW + 600_000, 0.5);
    assert_eq!((job.state, job.error.unwrap().code.as_str()), (JobState::Failed, STORAGE_FULL));
    assert_eq!(job.request.state, State::Released);
}

#[test]
fn files_keep_their_names_over_a_restart_and_progress_never_goes_back() {
    let job = after_all([
        submitted(),
        Report::Done { made: made(1), files: vec![file(1)] },
        Report::Resumed,
        Report::Done { made: made(1), files: vec![file(2)] },
    ]);
    assert_eq!(job.files, [file(1)]);
    let percent = |percent| Report::Running { percent };
    let job = after_all([submitted(), percent(Some(60)), percent(Some(20)), percent(None), percent(Some(200))]);
    assert_eq!(job.progress, Some(100));
}
