//! One request's record, its hold and its bill. It ends exactly once: by [`Meter::end`], or, when the client
//! hangs up and everything is dropped, by `Drop`.

use std::{sync::Arc, time::Instant};

use turnpike_domain::{
    attempt::{Attempt, Outcome, SIMULATED},
    budget::OverBudget,
    credits::Credits,
    extent::{Extent, Rendition},
    failure::Failure,
    ids::{FileId, RequestId},
    plan::Skip,
    price::Quote,
    rate::Standing,
    request::{Capture, Endpoint, Request, SentError, State},
    usage::{Usage, UsageSource, estimate_tokens},
};

use super::{attempt::Conduct, capture::Capturing, lost::Lost, simulate::Simulate, stop::Stop, walk::Walk};
use crate::{
    clock,
    ledger::{
        self, Hold,
        recorder::{Place, Recorder},
    },
    workspace::{
        route::{Route, Target},
        snapshot::KeyEntry,
    },
};

/// A request under way.
pub(crate) struct Meter {
    recorder: Recorder,
    started: Instant,
    /// `None` once it has ended.
    request: Option<Box<Request>>,
    entry: Option<Arc<KeyEntry>>,
    standing: Option<Standing>,
    hold: Option<Hold>,
    /// The route that was taken, and the index of the target that is asked or serves.
    route: Option<(Arc<Route>, usize)>,
    trying: Option<Attempt>,
    used: Option<Used>,
    extent: Extent,
    capture: Capture,
    /// `None`: nothing is kept.
    capturing: Option<Box<Capturing>>,
    simulate: Option<Simulate>,
    /// The client wants all that it asks for, or an error.
    strict: bool,
    /// What the target that is asked or serves does not take.
    lost: Lost,
    stop: Arc<Stop>,
    place: Option<Place>,
}

/// What the provider, or our own count, says of the use.
struct Used {
    usage: Usage,
    source: UsageSource,
    cost: Option<Credits>,
}

impl Meter {
    /// A request has arrived.
    pub(crate) fn open(recorder: Recorder, place: Option<Place>, endpoint: Endpoint, user_agent: Option<String>) -> Self {
        let now = clock::now();
        let request = Request {
            id: RequestId(uuid::Uuid::now_v7()),
            started_at: now,
            endpoint,
            key: None,
            status: 0,
            error: None,
            stream: false,
            state: State::Running,
            model: None,
            model_used: None,
            provider: None,
            fallback_depth: 0,
            credits_reserved: Some(Credits::ZERO),
            credits_used: Some(Credits::ZERO),
            price_source: None,
            lines: Vec::new(),
            usage: None,
            usage_source: None,
            duration_ms: 0,
            first_token_ms: None,
            finish_reason: None,
            user_agent,
            attempts: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            files: Vec::new(),
            captured: false,
        };
        Self {
            recorder,
            started: Instant::now(),
            request: Some(Box::new(request)),
            entry: None,
            standing: None,
            hold: None,
            route: None,
            trying: None,
            used: None,
            extent: Extent::default(),
            capture: Capture::Off,
            capturing: None,
            simulate: None,
            strict: false,
            lost: Lost::default(),
            stop: Arc::default(),
            place,
        }
    }

    /// Is there room for it?
    pub(crate) fn has_place(&self) -> bool {
        self.place.is_some()
    }

    /// Whose request it is, and which bodies are kept.
    pub(crate) fn caller(&mut self, entry: &Arc<KeyEntry>, capture: Capture) {
        self.entry = Some(Arc::clone(entry));
        self.capture = entry.key.capture.unwrap_or(capture);
        if self.capture != Capture::Off {
            self.capturing = Some(Box::new(Capturing::since(self.started)));
        }
        if let Some(request) = &mut self.request {
            request.key = Some(entry.key.id.clone());
        }
    }

    /// Where its key's window stands now that it has been counted.
    pub(crate) fn counted(&mut self, standing: Option<Standing>) {
        self.standing = standing;
    }

    /// What is asked for.
    pub(crate) fn asked(&mut self, model: &str, stream: bool) {
        if let Some(request) = &mut self.request {
            (request.model, request.stream) = (Some(model.into()), stream);
        }
    }

    /// The files that it names.
    pub(crate) fn uses(&mut self, files: Vec<FileId>) {
        if let Some(request) = &mut self.request {
            request.files = files;
        }
    }

    /// Holds the most that the request can cost on any target of its route. From here on it is under way.
    pub(crate) fn hold(&mut self, route: &Arc<Route>, extent: Extent) -> Result<(), OverBudget> {
        let worst_case = route.worst_case(&extent);
        let Some((request, entry)) = self.request.as_mut().zip(self.entry.as_ref()) else { return Ok(()) };
        self.hold = Some(ledger::hold(entry, worst_case)?);
        self.extent = extent;
        request.credits_reserved = worst_case;
        self.recorder.started(request, &self.stop);
        Ok(())
    }

    pub(crate) fn skipped(&mut self, skips: &[Skip]) {
        if let Some(request) = &mut self.request {
            request.skipped = skips.to_vec();
        }
    }

    /// A target is asked, and how.
    pub(super) fn try_target(&mut self, route: &Arc<Route>, walk: &Walk<'_>, target: &Target) -> Conduct {
        let now = self.elapsed();
        self.route = Some((Arc::clone(route), walk.serving()));
        self.trying = Some(Attempt {
            model: target.model.clone(),
            provider: target.provider.id.clone(),
            upstream: target.upstream.clone(),
            outcome: Outcome::Cancelled,
            failure: None,
            message: None,
            status: None,
            started_ms: now,
            ended_ms: now,
        });
        let position = self.request.as_ref().map_or(0, |request| request.attempts.len());
        let tape = self.capturing.as_mut().and_then(|capturing| capturing.tape(position, target.provider.secret.as_ref()));
        self.lost = Lost::of_an_attempt(self.strict);
        Conduct { tape, simulate: self.simulate.filter(|_| walk.at_first()), lost: self.lost.clone() }
    }

    /// The target that was asked failed.
    pub(crate) fn failed(&mut self, failure: &Failure) {
        self.end_attempt(Outcome::Failed, failure.status, Some(failure));
    }

    /// The target that was asked serves. Its attempt goes on until the request ends.
    pub(crate) fn served(&mut self) {
        let Some((request, (route, index))) = self.request.as_mut().zip(self.route.as_ref()) else { return };
        let Some(target) = route.targets.get(*index) else { return };
        request.model_used = Some(target.model.clone());
        request.provider = Some(target.provider.id.clone());
        request.fallback_depth = u32::try_from(*index).unwrap_or(u32::MAX);
        request.warnings.extend(self.lost.told());
        target.health.succeeded();
    }

    /// When the first content came.
    pub(crate) fn first_token(&mut self, at: Instant) {
        let elapsed = at.saturating_duration_since(self.started);
        if let Some(request) = &mut self.request {
            request.first_token_ms = Some(millis(elapsed));
        }
    }

    /// What was used. Where the provider says nothing, it is counted from the text and marked as estimated.
    pub(crate) fn used(
        &mut self,
        reported: Option<Usage>,
        cost: Option<Credits>,
        output_bytes: u64,
        finish_reason: Option<&str>,
    ) {
        let most = self.extent.most;
        let estimate = || Usage { input: estimate_tokens(most.input), output: estimate_tokens(output_bytes), ..most };
        let source = if reported.is_some() { UsageSource::Reported } else { UsageSource::Estimated };
        self.used = Some(Used { usage: reported.unwrap_or_else(estimate), source, cost });
        if let Some(request) = &mut self.request {
            request.finish_reason = finish_reason.map(str::to_owned);
        }
    }

    /// How large images have become, where their provider says so.
    pub(crate) fn drawn(&mut self, size: Option<(u32, u32)>) {
        if size.is_some() {
            self.extent.rendition = Rendition::of_image(size, self.extent.rendition.quality);
        }
    }

    /// Makes the bill and replaces the hold by it. What it comes to; `None`: nobody knows the price.
    pub(crate) fn settle(&mut self) -> Option<Credits> {
        // A provider that was asked and left bills its input, and what it had made by then.
        if self.used.is_none() && self.trying.is_some() {
            self.used(None, None, 0, None);
            self.left();
        }
        let request = self.request.as_mut()?;
        let Some(hold) = self.hold.take() else { return request.credits_used };
        let (Some(used), Some((route, index))) = (self.used.take(), self.route.as_ref()) else {
            hold.settle(Credits::ZERO);
            request.state = State::Released;
            return request.credits_used;
        };
        let target = route.targets.get(*index);
        let bill = target.and_then(|target| target.price.bill(&used.usage, &self.extent.rendition));
        request.charge(used.usage, used.source, used.cost, bill);
        hold.settle(request.credits_used.unwrap_or_default());
        request.credits_used
    }

    /// What is kept for looking at later, if anything is.
    pub(crate) fn capturing(&mut self) -> Option<&mut Capturing> {
        self.capturing.as_deref_mut()
    }

    /// The client wants all that it asks for, or an error.
    pub(crate) fn be_strict(&mut self) {
        self.strict = true;
    }

    /// The owner wants to see the first target in trouble.
    pub(crate) fn simulate(&mut self, simulate: Simulate) {
        self.simulate = Some(simulate);
        if let Some(request) = &mut self.request {
            request.warnings.push(format!("{SIMULATED}{}", simulate.as_str()));
        }
    }

    /// The request's record as it stands; `None` once it has ended.
    pub(crate) fn request(&self) -> Option<&Request> {
        self.request.as_deref()
    }

    /// The target that is asked or serves.
    pub(crate) fn target(&self) -> Option<&Target> {
        self.route.as_ref().and_then(|(route, index)| route.targets.get(*index))
    }

    /// Where the key's window stands.
    pub(crate) fn standing(&self) -> Option<Standing> {
        self.standing
    }

    /// How the request learns that its owner wants it to end.
    pub(crate) fn stop(&self) -> Arc<Stop> {
        Arc::clone(&self.stop)
    }

    /// The target that was asked is left before it was done.
    pub(crate) fn left(&mut self) {
        self.end_attempt(Outcome::Cancelled, None, None);
    }

    /// What the price of the target that serves comes to be billed by, later.
    pub(crate) fn quote(&self) -> Option<Quote> {
        self.target()?.price.quote(&self.extent.rendition)
    }

    /// The target that was asked has taken a job: the attempt is over, the job is not.
    pub(crate) fn taken(&mut self) {
        self.end_attempt(Outcome::Served, Some(ACCEPTED), None);
        let captured = self.keeps_bodies(false);
        if let Some(request) = &mut self.request {
            (request.status, request.captured) = (ACCEPTED, captured);
        }
    }

    /// A job goes on with what the request holds, and ends its record. There is nothing left to end here.
    pub(crate) fn hand_over(&mut self) -> Option<Hold> {
        self.request = None;
        self.hold.take()
    }

    /// The client of a job has its answer: what is kept of it is kept now.
    pub(crate) fn answered(mut self, id: RequestId, failed: bool) {
        if let Some(capturing) = self.capturing.take().filter(|_| self.keeps_bodies(failed)) {
            self.recorder.keep_bodies(id, capturing.ended());
        }
    }

    fn keeps_bodies(&self, failed: bool) -> bool {
        self.capture == Capture::All || (self.capture == Capture::Errors && failed)
    }

    /// The last word: what was sent. Settles what is still held and hands the record over.
    pub(crate) fn end(&mut self, status: u16, error: Option<SentError>) {
        let failed = error.is_some();
        let outcome = if failed { Outcome::Failed } else { Outcome::Served };
        self.end_attempt(outcome, (!failed).then_some(status), None);
        self.settle();
        let duration = self.elapsed();
        let Some(mut request) = self.request.take() else { return };
        (request.status, request.duration_ms) = (status, duration);
        if request.state == State::Running {
            request.state = State::Released;
        }
        let bodies = self.capturing.take().filter(|_| self.keeps_bodies(failed)).map(|capturing| capturing.ended());
        request.error = error;
        self.recorder.finished(*request, bodies);
    }

    /// The stream broke after content had reached the client: the attempt failed, what was sent is billed.
    pub(crate) fn broke(&mut self, failure: &Failure) {
        self.end_attempt(Outcome::Failed, failure.status, Some(failure));
    }

    fn end_attempt(&mut self, outcome: Outcome, status: Option<u16>, failure: Option<&Failure>) {
        let now = self.elapsed();
        let Some((mut attempt, request)) = self.trying.take().zip(self.request.as_mut()) else { return };
        (attempt.outcome, attempt.status, attempt.ended_ms) = (outcome, status, now);
        attempt.failure = failure.map(|failure| failure.kind);
        attempt.message = failure.map(|failure| failure.message.clone());
        request.attempts.push(attempt);
    }

    fn elapsed(&self) -> u64 {
        millis(self.started.elapsed())
    }
}

/// What is asked for will be there later.
const ACCEPTED: u16 = 202;

/// The client hung up: OpenAI has no status for it, nginx's is understood everywhere.
const CLIENT_CLOSED: u16 = 499;

impl Drop for Meter {
    fn drop(&mut self) {
        if self.request.is_none() {
            return;
        }
        self.settle();
        self.left();
        self.end(CLIENT_CLOSED, None);
    }
}

fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
