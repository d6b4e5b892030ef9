//! One try at one target, a file for each kind of request: encode, send, decode. Whatever goes wrong becomes a
//! [`Failure`] here, and is matched everywhere else.

mod chat;
mod embeddings;
mod images;
mod sound;
mod submit;

use turnpike_domain::{
    failure::{Failure, FailureKind},
    route::Needs,
};

pub(crate) use self::{
    chat::{ChatOnce, ChatStreamed, Committed, Ending},
    embeddings::Embeddings,
    images::{Draw, Drawn},
    sound::{Passing, Speech, Transcription},
    submit::{Submit, Work},
};
use super::{capture::Tape, lost::Lost, meter::Meter, simulate::Simulate, upstream::Upstreams};
use crate::workspace::route::{Route, Target};

/// What a client asks for, as the walk along its route sees it.
pub(crate) trait Ask: Sync {
    /// What the client is given.
    type Answer: Send;

    /// What not every target can take.
    fn needs(&self, _route: &Route) -> Needs {
        Needs::default()
    }

    /// Asks one target.
    fn ask(
        &self,
        upstreams: &Upstreams,
        target: &Target,
        conduct: Conduct,
    ) -> impl Future<Output = Result<Self::Answer, Failure>> + Send;

    /// Tells the meter what the answer says of itself.
    fn note(meter: &mut Meter, answer: &Self::Answer);
}

/// What is special about an attempt: mostly nothing.
#[derive(Default)]
pub(crate) struct Conduct {
    /// Where it is written down.
    pub(crate) tape: Option<Tape>,
    /// The trouble that it is to have.
    pub(crate) simulate: Option<Simulate>,
    /// What the client does not get.
    pub(crate) lost: Lost,
}

fn unable(target: &Target, what: &str) -> Failure {
    let mut failure = Failure::new(FailureKind::Invalid, format!("the model '{}' does not do {what}", target.model));
    failure.code = Some("unsupported_value".to_owned());
    failure.param = Some("model".to_owned());
    failure
}
