use turnpike_domain::{
    credits::Credits,
    ids::{FileId, JobId},
    job::{Job, JobEvent, JobKind, JobState, Step},
    request::{Request, State},
    usage::Usage,
};
use uuid::Uuid;

use super::*;
use crate::{
    Retention,
    tables::spending::DAY_MS,
    testing::{MIDNIGHT, reopen, served, store},
};

fn job(number: u8, key: &str) -> Job {
    Job {
        id: JobId::from(format!("video_{number}")),
        kind: if number.is_multiple_of(2) { JobKind::Music } else { JobKind::Video },
        key: key.into(),
        request: Request { state: State::Running, ..served(MIDNIGHT + i64::from(number), key, 0) },
        prompt: format!("A boat \"{number}\""),
        parameters: "{}".to_owned(),
        count: 1,
        length_ms: None,
        size: Some((1_280, 720)),
        expected_ms: None,
        state: JobState::Submitting,
        progress: None,
        created_at: MIDNIGHT + i64::from(number),
        started_at: None,
        ended_at: None,
        due_at: MIDNIGHT,
        ticket: Some("{\"id\":\"t\"}".to_owned()),
        looks: 0,
        failing_since: None,
        trouble: None,
        downloads: 0,
        made: None,
        files: vec![FileId(Uuid::from_u128(number.into()))],
        cancel: false,
        error: None,
        quote: None,
        most: Usage::default(),
        revision: 0,
    }
}

fn event(step: Step) -> JobEvent {
    JobEvent { at: MIDNIGHT, step, percent: Some(7), message: Some("words".to_owned()) }
}

fn next(job: &Job, state: JobState) -> Job {
    Job { state, revision: job.revision + 1, ..job.clone() }
}

/// As the last change of a job leaves it.
fn ended(job: &Job, micros: i64) -> Job {
    let request = Request { state: State::Settled, credits_used: Some(Credits::from_micros(micros)), ..job.request.clone() };
    Job { request, ended_at: Some(job.created_at + 5_000), ..next(job, JobState::Completed) }
}

fn ids(jobs: &[Job]) -> Vec<&str> {
    jobs.iter().map(|job| job.id.as_str()).collect()
}

#[test]
fn a_job_comes_back_as_it_was_given_and_of_two_changes_at_a_time_one_is_kept() {
    let (folder, store, _) = store();
    let first = job(1, "a");
    store.insert_job(&first).unwrap();
    assert!(store.insert_job(&first).is_err(), "an id is given once");
    let (one, other) = (next(&first, JobState::Queued), next(&first, JobState::Processing));
    assert!(store.update_job(&one, &event(Step::Submitted), Some(0)).unwrap());
    assert!(!store.update_job(&other, &event(Step::Progress), Some(0)).unwrap(), "it was changed meanwhile");
    drop(store);
    let store = reopen(&folder);
    assert_eq!(store.job(&first.id).unwrap(), Some(one));
    assert_eq!(store.job_events(&first.id).unwrap(), [event(Step::Submitted)], "nothing is told of what was not kept");
}

#[test]
fn a_job_ends_and_is_charged_once_and_with_its_request() {
    let (_folder, store, _) = store();
    let first = job(1, "a");
    store.insert_job(&first).unwrap();
    let last = ended(&first, 56);
    assert!(store.settle_job(&last, &event(Step::Completed)).unwrap());
    assert!(!store.settle_job(&last, &event(Step::Completed)).unwrap());
    assert!(!store.settle_job(&ended(&last, 900), &event(Step::Completed)).unwrap(), "what has ended does not change");
    assert!(!store.update_job(&next(&last, JobState::Queued), &event(Step::Progress), Some(0)).unwrap());
    let totals = store.ledger_totals().unwrap();
    assert_eq!((totals.entries, totals.settled), (1, Credits::from_micros(56)));
    assert_eq!(store.request_totals().unwrap(), totals);
    assert_eq!(store.request(&first.request.id).unwrap(), Some(last.request));
    assert_eq!(store.spent_since(&"a".into(), MIDNIGHT).unwrap(), Credits::from_micros(56));
    assert_eq!(store.usual_job_ms(first.request.model.as_ref().unwrap().as_str()).unwrap(), Some(5_000));
}

#[test]
fn a_due_job_is_claimed_by_one_until_it_is_changed_or_the_lease_is_over() {
    let (folder, store, _) = store();
    for number in 1..=3 {
        store.insert_job(&Job { due_at: MIDNIGHT + 10 * i64::from(number), ..job(number, "a") }).unwrap();
    }
    assert_eq!(store.next_job_due().unwrap(), Some(MIDNIGHT + 10));
    let claimed = store.claim_due_jobs(MIDNIGHT + 25, 60_000, 9).unwrap();
    assert_eq!(claimed.len(), 2, "the third is not due");
    assert!(store.claim_due_jobs(MIDNIGHT + 25, 60_000, 9).unwrap().is_empty(), "they are taken");
    assert_eq!(ids(&store.claim_due_jobs(MIDNIGHT + 30, 60_000, 9).unwrap()), ["video_3"]);
    let first = claimed.iter().find(|job| job.id.as_str() == "video_1").unwrap();
    assert!(store.update_job(&next(first, JobState::Queued), &event(Step::Queued), Some(0)).unwrap());
    let second = store.job(&"video_2".into()).unwrap().unwrap();
    assert!(store.update_job(&next(&second, JobState::Queued), &event(Step::CancelAsked), None).unwrap());
    assert!(!ids(&store.claim_due_jobs(MIDNIGHT + 30, 60_000, 9).unwrap()).contains(&"video_2"), "it stays with who has it");
    store.free_job(&"video_1".into()).unwrap();
    store.free_job(&"video_2".into()).unwrap();
    let mut again = store.claim_due_jobs(MIDNIGHT + 30, 60_000, 1).unwrap();
    again.extend(store.claim_due_jobs(MIDNIGHT + 30, 60_000, 1).unwrap());
    assert_eq!(ids(&again), ["video_1", "video_2"]);
    assert_eq!(ids(&store.claim_due_jobs(MIDNIGHT + 60_030, 60_000, 9).unwrap()).len(), 3, "leases end");
    drop(store);
    let store = reopen(&folder);
    assert_eq!(ids(&store.jobs_under_way().unwrap()), ["video_1", "video_2", "video_3"]);
    assert_eq!(store.claim_due_jobs(MIDNIGHT + 60_030, 60_000, 9).unwrap().len(), 3, "who had them is gone");
}

#[test]
fn jobs_are_listed_by_page_key_kind_state_and_text() {
    let (_folder, store, _) = store();
    for (number, key) in [(1, "a"), (2, "a"), (3, "b"), (4, "b")] {
        store.insert_job(&job(number, key)).unwrap();
    }
    assert!(store.settle_job(&ended(&job(4, "b"), 0), &event(Step::Completed)).unwrap());
    let (all, third) = (JobSelection::default, store.job(&"video_3".into()).unwrap().unwrap());
    for (selection, expected) in [
        (all(), vec!["video_4", "video_3", "video_2", "video_1"]),
        (JobSelection { ascending: true, ..all() }, vec!["video_1", "video_2", "video_3", "video_4"]),
        (JobSelection { key: Some("a".into()), ..all() }, vec!["video_2", "video_1"]),
        (JobSelection { kind: Some(JobKind::Music), ..all() }, vec!["video_4", "video_2"]),
        (JobSelection { active: Some(true), key: Some("b".into()), ..all() }, vec!["video_3"]),
        (JobSelection { active: Some(false), ..all() }, vec!["video_4"]),
        (JobSelection { text: Some("boat \"2".to_owned()), ..all() }, vec!["video_2"]),
        (JobSelection { text: Some(third.request.id.to_string()), ..all() }, vec!["video_3"]),
        (JobSelection { after: Some("video_3".into()), ..all() }, vec!["video_2", "video_1"]),
        (JobSelection { after: Some("video_3".into()), ascending: true, ..all() }, vec!["video_4"]),
        (JobSelection { after: Some("nobody".into()), ..all() }, vec![]),
    ] {
        assert_eq!(ids(&store.jobs(&selection, 9).unwrap()), expected, "{selection:?}");
    }
    assert_eq!(store.jobs(&all(), 2).unwrap().len(), 2);
}

#[test]
fn what_has_ended_can_be_forgotten_and_what_no_provider_took_withdrawn() {
    let (_folder, store, _) = store();
    let (first, second, third) = (job(1, "a"), job(2, "a"), job(3, "a"));
    for job in [&first, &second, &third] {
        store.insert_job(job).unwrap();
    }
    assert!(!store.delete_job(&first.id).unwrap(), "it is under way");
    assert!(store.settle_job(&ended(&first, 5), &event(Step::Completed)).unwrap());
    assert!(store.delete_job(&first.id).unwrap());
    assert_eq!((store.job(&first.id).unwrap(), store.job_events(&first.id).unwrap()), (None, vec![]));
    store.withdraw_job(&second.id).unwrap();
    assert_eq!(store.job(&second.id).unwrap(), None);
    assert!(store.update_job(&next(&third, JobState::Queued), &event(Step::Submitted), Some(0)).unwrap());
    store.withdraw_job(&third.id).unwrap();
    let retention = Retention { log_days: 30, log_bytes: None, body_days: 7, body_bytes: u64::MAX };
    let month_later = MIDNIGHT + 30 * DAY_MS;
    assert_eq!(store.prune(month_later + 99, &retention).unwrap().jobs, 0, "a job under way stays");
    assert!(store.settle_job(&ended(&next(&third, JobState::Queued), 5), &event(Step::Completed)).unwrap());
    assert_eq!(store.prune(month_later, &retention).unwrap().jobs, 0, "it is kept as long as the log");
    assert_eq!(store.prune(month_later + 99, &retention).unwrap().jobs, 1);
    assert_eq!((store.job(&third.id).unwrap(), store.job_events(&third.id).unwrap()), (None, vec![]));
    assert_eq!(store.ledger_totals().unwrap().entries, 2, "what was paid stays paid");
}
