//! `POST /v1/chat/completions`: what was asked, read once, with every field kept as it was sent.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{
    attachment::Attachment,
    error::InvalidRequest,
    fields::{Field, Fields},
    message,
};

/// No tokenizer known to us has tokens of more than one word: twice that, to never take a request for longer than it is.
const WORDS_IN_A_TOKEN: u64 = 2;
/// A letter and a blank, at the least.
const BYTES_OF_A_WORD: u64 = 2;

/// A checked chat request. It borrows from the body.
#[derive(Clone, Debug)]
pub struct ChatRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// Is a stream wanted?
    pub stream: bool,
    /// Is the usage wanted as the stream's last chunk?
    pub include_usage: bool,
    /// The most tokens that may be made, if the client said.
    pub max_output: Option<u64>,
    /// How many answers.
    pub n: u64,
    /// What not every model can do.
    pub uses: Uses,
    /// What the messages point to instead of bringing it.
    pub attachments: Vec<Attachment<'a>>,
    /// The most tokens that the input can be, in bytes.
    pub input_bytes: u64,
    /// Every field in the order sent, nulls left out; `model`, `messages`, `stream` and all we do not know included.
    pub fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// What a request asks of a model beyond text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// It brings tools.
    pub tools: bool,
    /// It holds images.
    pub vision: bool,
    /// The answer has to follow a schema.
    pub json_schema: bool,
    /// Where it holds speech, the first time: `messages[2].content[1]`.
    pub audio_input: Option<String>,
    /// It holds PDF documents.
    pub pdf: bool,
}

impl<'a> ChatRequest<'a> {
    /// Reads and checks a body.
    ///
    /// # Errors
    /// OpenAI's codes for what is missing, of the wrong type, or out of range. Unknown fields are never an error.
    pub fn parse(body: &'a [u8]) -> Result<Self, InvalidRequest> {
        let fields = Fields::parse(body)?;
        let model = fields.required("model")?.text()?;
        if model.is_empty() {
            return Err(InvalidRequest::missing("model"));
        }
        let mut seen = message::Seen::default();
        let mut input_bytes = message::check(&fields.required("messages")?, &mut seen)?;
        let message::Seen { mut uses, attachments } = seen;
        for name in ["tools", "functions"] {
            if let Some(tools) = fields.get(name) {
                input_bytes += tools.raw.get().len() as u64;
                uses.tools |= !tools.list()?.is_empty();
            }
        }
        check_tools(&fields)?;
        if let Some(format) = fields.get("response_format") {
            uses.json_schema = check_response_format(&format)?;
            input_bytes += format.raw.get().len() as u64;
        }
        check_ranges(&fields)?;
        let stream = fields.get("stream").map_or(Ok(false), |field| field.boolean())?;
        let include_usage = match fields.get("stream_options") {
            Some(options) => options.object()?.get("include_usage").map_or(Ok(false), |field| field.boolean())?,
            None => false,
        };
        let n = fields.get("n").map_or(Ok(1), |field| field.integer(1, 128))?;
        let max_output = match fields.get("max_completion_tokens").or_else(|| fields.get("max_tokens")) {
            Some(field) => Some(field.integer(1, i64::MAX)?.unsigned_abs()),
            None => None,
        };
        Ok(Self {
            model,
            stream,
            include_usage,
            max_output,
            n: n.unsigned_abs(),
            uses,
            attachments,
            input_bytes,
            fields: fields.0,
        })
    }

    /// The messages as they were sent.
    pub fn messages(&self) -> Option<&'a RawValue> {
        self.fields.iter().find(|(name, _)| name == "messages").map(|(_, messages)| *messages)
    }

    /// The same request with other messages, which mean the same: they bring what these point to.
    pub fn with_messages<'b>(&self, messages: &'b RawValue) -> ChatRequest<'b>
    where
        'a: 'b,
    {
        let mut request: ChatRequest<'b> = ChatRequest { attachments: Vec::new(), ..self.clone() };
        request.fields.iter_mut().filter(|(name, _)| name == "messages").for_each(|(_, raw)| *raw = messages);
        request
    }

    /// The fewest tokens that the messages can be. They are only counted where that may be more than `limit`; else it is 0.
    pub fn least_tokens(&self, limit: u64) -> u64 {
        if self.input_bytes / BYTES_OF_A_WORD / WORDS_IN_A_TOKEN <= limit {
            return 0;
        }
        let messages = self.fields.iter().find(|(name, _)| name == "messages");
        messages.map_or(0, |(_, raw)| message::words(raw.get()) / WORDS_IN_A_TOKEN)
    }
}

fn check_tools(fields: &Fields<'_>) -> Result<(), InvalidRequest> {
    let Some(tools) = fields.get("tools") else { return Ok(()) };
    for (index, raw) in tools.list()?.into_iter().enumerate() {
        let path = |name: &str| format!("tools[{index}].{name}");
        let tool = Field::inside(format!("tools[{index}]"), raw).object()?;
        let Some(kind) = tool.get("type") else { return Err(InvalidRequest::missing(&path("type"))) };
        if Field::inside(path("type"), kind.raw).text()? != "function" {
            continue;
        }
        let Some(function) = tool.get("function") else { return Err(InvalidRequest::missing(&path("function"))) };
        let function = Field::inside(path("function"), function.raw).object()?;
        let Some(name) = function.get("name") else { return Err(InvalidRequest::missing(&path("function.name"))) };
        Field::inside(path("function.name"), name.raw).text()?;
    }
    Ok(())
}

/// Says whether the answer has to follow a schema.
fn check_response_format(format: &Field<'_>) -> Result<bool, InvalidRequest> {
    let object = format.object()?;
    let Some(kind) = object.get("type") else { return Err(InvalidRequest::missing("response_format.type")) };
    let kind = Field::inside("response_format.type".to_owned(), kind.raw).one_of(&["text", "json_object", "json_schema"])?;
    if kind == "json_schema" && object.get("json_schema").is_none() {
        return Err(InvalidRequest::missing("response_format.json_schema"));
    }
    Ok(kind == "json_schema")
}

fn check_ranges(fields: &Fields<'_>) -> Result<(), InvalidRequest> {
    for (name, least, most) in
        [("temperature", 0.0, 2.0), ("top_p", 0.0, 1.0), ("presence_penalty", -2.0, 2.0), ("frequency_penalty", -2.0, 2.0)]
    {
        fields.get(name).map(|field| field.decimal(least, most)).transpose()?;
    }
    for (name, least, most) in [
        ("max_tokens", 1, i64::MAX),
        ("max_completion_tokens", 1, i64::MAX),
        ("top_logprobs", 0, 20),
        ("seed", i64::MIN, i64::MAX),
    ] {
        fields.get(name).map(|field| field.integer(least, most)).transpose()?;
    }
    for name in ["logprobs", "parallel_tool_calls", "store"] {
        fields.get(name).map(|field| field.boolean()).transpose()?;
    }
    let Some(stop) = fields.get("stop") else { return Ok(()) };
    if stop.raw.get().starts_with('"') {
        return Ok(());
    }
    let list = stop.list().map_err(|_| stop.wrong_type("a string or an array of strings"))?;
    for (index, raw) in list.iter().enumerate() {
        Field::inside(format!("stop[{index}]"), raw).text()?;
    }
    if list.len() > 4 {
        let message = format!("Invalid 'stop': array too long. Expected at most 4 strings, but got {} instead.", list.len());
        return Err(stop.wrong("array_above_max_length", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(body: &str) -> (Option<&'static str>, Option<String>) {
        let error = ChatRequest::parse(body.as_bytes()).map(drop).unwrap_err();
        (error.code, error.param)
    }

    #[test]
    fn what_we_act_on_is_read_and_the_rest_is_kept() {
        let body = br#"{"model":"a/b","messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":7,"max_completion_tokens":9,"n":2,"stop":null,"x_unknown":{"k":1}}"#;
        let request = ChatRequest::parse(body).unwrap();
        assert_eq!((request.model.as_ref(), request.stream, request.include_usage, request.n), ("a/b", true, true, 2));
        assert_eq!(request.max_output, Some(9), "max_completion_tokens wins");
        assert_eq!(request.uses, Uses { vision: true, ..Uses::default() });
        let names: Vec<_> = request.fields.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(
            names,
            ["model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "n", "x_unknown"]
        );
    }

    #[test]
    fn what_openai_refuses_is_refused_with_its_code_and_place() {
        let user = r#"{"role":"user","content":"x"}"#;
        for (body, code, param) in [
            (r#"{"messages":[]}"#.to_owned(), "missing_required_parameter", "model"),
            (r#"{"model":"m"}"#.to_owned(), "missing_required_parameter", "messages"),
            (r#"{"model":"m","messages":"x"}"#.to_owned(), "invalid_type", "messages"),
            (r#"{"model":"m","messages":[]}"#.to_owned(), "empty_array", "messages"),
            (r#"{"model":"m","messages":[{"role":"x","content":"y"}]}"#.to_owned(), "invalid_value", "messages[0].role"),
            (r#"{"model":"m","messages":[{"content":"y"}]}"#.to_owned(), "missing_required_parameter", "messages[0].role"),
            (r#"{"model":"m","messages":[{"role":"user"}]}"#.to_owned(), "invalid_type", "messages[0].content"),
            (r#"{"model":"m","messages":[{"role":"user","content":[{"type":"x"}]}]}"#.to_owned(), "invalid_value", "messages[0].content[0].type"),
            (r#"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]}"#.to_owned(), "invalid_image_url", "messages[0].content[0].image_url.url"),
            (r#"{"model":"m","messages":[{"role":"tool","content":"y"}]}"#.to_owned(), "missing_required_parameter", "messages[0].tool_call_id"),
            (format!(r#"{{"model":"m","messages":[{user}],"temperature":3}}"#), "decimal_above_max_value", "temperature"),
            (format!(r#"{{"model":"m","messages":[{user}],"n":0}}"#), "integer_below_min_value", "n"),
            (format!(r#"{{"model":"m","messages":[{user}],"max_tokens":"9"}}"#), "invalid_type", "max_tokens"),
            (format!(r#"{{"model":"m","messages":[{user}],"stream":"yes"}}"#), "invalid_type", "stream"),
            (format!(r#"{{"model":"m","messages":[{user}],"stop":["a","b","c","d","e"]}}"#), "array_above_max_length", "stop"),
            (format!(r#"{{"model":"m","messages":[{user}],"tools":[{{"type":"function"}}]}}"#), "missing_required_parameter", "tools[0].function"),
            (format!(r#"{{"model":"m","messages":[{user}],"response_format":{{"type":"xml"}}}}"#), "invalid_value", "response_format.type"),
        ] {
            assert_eq!(error(&body), (Some(code), Some(param.to_owned())), "{body}");
        }
    }

    #[test]
    fn an_assistant_may_be_silent_when_it_calls_tools() {
        let body = br#"{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[]},{"role":"tool","tool_call_id":"c","content":"y"}]}"#;
        assert!(ChatRequest::parse(body).is_ok());
    }

    #[test]
    fn an_image_inside_the_request_does_not_count_its_base64_as_text() {
        let data = "A".repeat(1_000_000);
        let body = format!(
            r#"{{"model":"m","messages":[{{"role":"user","content":[{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{data}"}}}}]}}]}}"#
        );
        assert!(ChatRequest::parse(body.as_bytes()).unwrap().input_bytes < 10_000);
    }

    #[test]
    fn a_pdf_is_known_by_its_type_its_name_or_its_first_bytes() {
        for (part, pdf) in [
            (r#"{"type":"file","file":{"file_data":"data:application/pdf;base64,JVBERi0x"}}"#, true),
            (r#"{"type":"file","file":{"file_data":"JVBERi0xLjcK","filename":"x"}}"#, true),
            (r#"{"type":"file","file":{"file_data":"AAAA","filename":"Report.PDF"}}"#, true),
            (r#"{"type":"input_file","file_data":"data:application/pdf;base64,JVBERi0x"}"#, true),
            (r#"{"type":"input_file","file_url":"https://example.com/a.pdf"}"#, true),
            (r#"{"type":"file","file":{"file_data":"data:text/plain;base64,aGk=","filename":"not.pdf"}}"#, false),
            (r#"{"type":"file","file":{"file_data":"data:audio/mpeg;base64,SUQz"}}"#, false),
            (r#"{"type":"file","file":{"file_id":"file-1"}}"#, false),
            (r#"{"type":"text","text":"%PDF-"}"#, false),
        ] {
            let body = format!(r#"{{"model":"m","messages":[{{"role":"user","content":[{part}]}}]}}"#);
            assert_eq!(ChatRequest::parse(body.as_bytes()).unwrap().uses.pdf, pdf, "{part}");
        }
    }

    #[test]
    fn a_request_is_never_taken_for_longer_than_it_can_be() {
        let words = |content: &str| {
            let words = |content: &str| message::words(&format!(r#"[{{"role":"user","content":{content}}}]"#));
            words(content) - words("\"\"")
        };
        let encoded = "QUJD".repeat(50_000);
        for (content, counted, why) in [
            (format!("\"{}\"", "word ".repeat(1_000)), 1_000, "each word is a token at least"),
            (format!("\"{}\"", " ".repeat(100_000)), 0, "a run of spaces may be one token"),
            (format!("\"{}\"", "汉".repeat(9_000)), 1, "text without spaces may be few tokens"),
            (format!(r#"[{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{encoded}"}}}}]"#), 5, "no text"),
            ("[\n  {\n \"type\" : \"text\",\n \"text\" : \"a \\\" b\"\n }\n]".to_owned(), 6, "blanks between texts are none"),
        ] {
            assert_eq!(words(&content), counted, "{why}");
        }
        let body = format!(r#"{{"model":"m","messages":[{{"role":"user","content":"{}"}}]}}"#, "word ".repeat(1_000));
        let request = ChatRequest::parse(body.as_bytes()).unwrap();
        assert_eq!((request.least_tokens(500), request.least_tokens(2_000)), (501, 0));
    }
}
