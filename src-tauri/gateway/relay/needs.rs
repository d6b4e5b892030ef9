//! From what a request uses to what its model has to be able to do, and how much it has to take.

use turnpike_domain::route::{Capability, Needs};
use turnpike_wire::openai::chat_request::ChatRequest;

use crate::workspace::route::Route;

pub(crate) fn of(request: &ChatRequest<'_>, route: &Route) -> Needs {
    let uses = &request.uses;
    let asked = [
        (uses.tools, Capability::Tools),
        (uses.vision, Capability::Vision),
        (uses.json_schema, Capability::JsonSchema),
        (uses.audio_input.is_some(), Capability::AudioInput),
        (uses.pdf, Capability::Pdf),
    ];
    let capabilities = asked.into_iter().filter_map(|(used, capability)| used.then_some(capability)).collect();
    let shortest = route.targets.iter().filter_map(|target| target.facts.context_length).min();
    Needs { capabilities, least_tokens: shortest.map_or(0, |tokens| request.least_tokens(tokens)) }
}
