//! From what a request uses to what its model has to be able to do.

use turnpike_domain::{
    plan,
    route::{Capability, Needs},
};
use turnpike_wire::openai::chat_request::Uses;

pub(crate) fn of(uses: &Uses) -> Needs {
    let asked = [
        (uses.tools, Capability::Tools),
        (uses.vision, Capability::Vision),
        (uses.json_schema, Capability::JsonSchema),
        (uses.audio_input.is_some(), Capability::AudioInput),
    ];
    plan::needs(asked.into_iter().filter_map(|(used, capability)| used.then_some(capability)))
}
