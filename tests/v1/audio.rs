//! Speech and transcripts: every provider's format, what they cost, and what goes wrong.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Upstream, form::Form, reply::Reply, toml};

/// A second of silence.
fn second() -> Vec<u8> {
    let mut wav = b"RIFF\xa4\x3e\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x80\x3e\0\0".to_vec();
    wav.resize(44 + 16_000, 0);
    wav
}

/// `speech` and `heard` at one provider of that vendor.
async fn before(upstream: &Upstream, vendor: &str, speech: &str, heard: &str) -> Gateway {
    let model = |id: &str, kind: &str, fields: &str| {
        format!("[[models]]\nid = \"{id}\"\nprovider = \"p\"\nupstream = \"{id}-1\"\nkind = \"{kind}\"\n{fields}\n\n")
    };
    let provider = toml::provider("p", &upstream.base_url()).replace("openai-compatible", vendor);
    let models = [model("speech", "speech", speech), model("heard", "transcription", heard)].concat();
    Gateway::start(&[provider, models, toml::key(toml::AMPLE)].concat()).await
}

/// `speech` or `heard`, which is that model of that vendor.
async fn serving(upstream: &Upstream, vendor: &str, model: &str, kind: &str) -> Gateway {
    let provider = toml::provider("p", &upstream.base_url()).replace("openai-compatible", vendor);
    let id = if kind == "speech" { "speech" } else { "heard" };
    let model = format!("[[models]]\nid = \"{id}\"\nprovider = \"p\"\nupstream = \"{model}\"\nkind = \"{kind}\"\n\n");
    Gateway::start(&[provider, model, toml::key(toml::AMPLE)].concat()).await
}

fn say(fields: Value) -> Value {
    let mut body = json!({"model": "speech", "input": "Hello", "voice": "alloy"});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

fn hear(fields: &[(&str, &str)]) -> Form {
    let form = Form::default().field("model", "heard").file("file", "a.wav", &second());
    fields.iter().fold(form, |form, (name, text)| form.field(name, text))
}

#[tokio::test]
async fn speech_is_passed_on_as_it_comes_and_costs_by_the_character() {
    let upstream = Upstream::always(Reply::file(200, "audio/mpeg", b"ID3-sound").split_every(2)).await;
    let gateway = before(&upstream, "openai-compatible", "price = { per_million_characters = 30.0 }", "").await;
    let answer = gateway.v1.post("/audio/speech", say(json!({"input": "Grüße!", "speed": 1.5}))).await.ok();
    assert_eq!((answer.header("content-type"), &answer.body[..]), (Some("audio/mpeg"), &b"ID3-sound"[..]));
    // Six characters of 30 dollars a million: 6 * 3,000 / 1,000,000 credits.
    assert_eq!(answer.header("x-credits-reserved"), Some("0.018000"));
    let record = gateway.v1.get(&format!("/requests/{}", answer.id())).await.ok().json();
    assert_eq!(record["credits_used"], "0.018000");
    let sent = upstream.last();
    assert_eq!(sent.path, "/v1/audio/speech");
    assert_eq!(sent.body, json!({"model": "speech-1", "input": "Grüße!", "voice": "alloy", "speed": 1.5}));
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn speech_as_events_is_made_here_of_what_comes() {
    let upstream = Upstream::always(Reply::file(200, "audio/mpeg", b"ID3-sound")).await;
    let gateway = before(&upstream, "openai-compatible", "price = { per_million_characters = 30.0 }", "").await;
    let answer = gateway.v1.post("/audio/speech", say(json!({"stream_format": "sse"}))).await.ok();
    let events: Vec<Value> =
        answer.text().lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).collect();
    let sound: Vec<u8> = events
        .iter()
        .filter_map(|event| event["audio"].as_str())
        .flat_map(|audio| BASE64_STANDARD.decode(audio).unwrap())
        .collect();
    assert_eq!((sound, events.last().unwrap()["type"].as_str()), (b"ID3-sound".to_vec(), Some("speech.audio.done")));
    assert_eq!(upstream.last().body.get("stream_format"), None, "it is asked for bytes");
}

#[tokio::test]
async fn speech_that_breaks_off_is_no_whole_one() {
    let upstream = Upstream::always(Reply::file(200, "audio/mpeg", &[7; 4_000]).split_every(1_000).cut_after(2_000)).await;
    let gateway = before(&upstream, "openai-compatible", "", "").await;
    let answer = gateway.v1.post("/audio/speech", say(json!({}))).await;
    assert!(answer.broken, "{} bytes", answer.body.len());
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn every_vendor_is_asked_to_speak_in_its_own_words() {
    let samples = BASE64_STANDARD.encode([1, 0, 2, 0]);
    let gemini = json!({"candidates": [{"content": {"parts": [{"inlineData":
        {"mimeType": "audio/L16;codec=pcm;rate=16000", "data": samples}}]}}], "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 9}});
    for (vendor, reply, path, expected, sound) in [
        (
            "elevenlabs",
            Reply::file(200, "audio/wav", b"RIFF-sound"),
            "/v1/text-to-speech/SAz9YHcvj6GT2YYXRXwW/stream?output_format=wav_44100",
            json!({"text": "Hello", "model_id": "speech-1"}),
            &b"RIFF-sound"[..],
        ),
        (
            "deepgram",
            Reply::file(200, "audio/wav", b"RIFF-sound"),
            "/v1/speak?model=speech-1&encoding=linear16&container=wav&sample_rate=24000",
            json!({"text": "Hello"}),
            b"RIFF-sound",
        ),
        (
            "mistral",
            Reply::json(200, json!({"audio_data": BASE64_STANDARD.encode("RIFF-sound")})),
            "/v1/audio/speech",
            json!({"model": "speech-1", "input": "Hello", "voice": "alloy", "response_format": "wav"}),
            b"RIFF-sound",
        ),
        (
            "gemini",
            Reply::json(200, gemini),
            "/v1/models/speech-1:generateContent",
            json!({"contents": [{"role": "user", "parts": [{"text": "Hello"}]}], "generationConfig": {"responseModalities": ["AUDIO"],
                "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}}}}),
            b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\x04\0\0\0\x01\0\x02\0",
        ),
    ] {
        let upstream = Upstream::always(reply).await;
        let gateway = before(&upstream, vendor, "", "").await;
        let answer = gateway.v1.post("/audio/speech", say(json!({"response_format": "wav"}))).await.ok();
        let sent = upstream.last();
        assert_eq!((sent.path.as_str(), &sent.body), (path, &expected), "{vendor}");
        assert_eq!((&answer.body[..], answer.header("content-type")), (sound, Some("audio/wav")), "{vendor}");
    }
}

#[tokio::test]
async fn what_can_not_be_said_is_refused_before_anybody_is_asked() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream, "elevenlabs", "", "").await;
    for (fields, code, param) in [
        (json!({"input": "ü".repeat(4_097)}), "string_above_max_length", "input"),
        (json!({"response_format": "flac"}), "unsupported_value", "response_format"),
        (json!({"voice": "../../secrets"}), "invalid_value", "voice"),
        (json!({"speed": 4}), "unsupported_value", "speed"),
    ] {
        let answer = gateway.v1.post("/audio/speech", say(fields)).await;
        let answer = answer.refused(400, "invalid_request_error", Some(code));
        assert_eq!(answer.param().as_deref(), Some(param));
    }
    assert_eq!(upstream.hits(), 0);
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn what_a_vendor_does_not_take_is_told_and_refused_for_who_is_strict() {
    let told = |fields: &[&str]| {
        let told: Vec<_> = fields.iter().map(|name| format!("'{name}' is left out: this model does not take it")).collect();
        (!told.is_empty()).then(|| told.join("; "))
    };
    let spoken = json!({"response_format": "wav", "instructions": "Whisper.", "speed": 1.0, "seed": 7});
    for (vendor, model, kind, lost) in [
        ("elevenlabs", "eleven_v3", "speech", &["instructions"][..]),
        ("deepgram", "aura-2-thalia-en", "speech", &["instructions", "seed"]),
        ("gemini", "gemini-2.5-flash-preview-tts", "speech", &["seed"]),
        ("openai", "tts-1-hd", "speech", &["instructions"]),
        ("openai-compatible", "kokoro", "speech", &[]),
        ("elevenlabs", "scribe_v2", "transcription", &["prompt"]),
        ("deepgram", "nova-3", "transcription", &["prompt"]),
        ("groq", "whisper-large-v3", "transcription", &[]),
    ] {
        let upstream = Upstream::always(said_or_heard(vendor, kind, &Value::Null)).await;
        let gateway = serving(&upstream, vendor, model, kind).await;
        let send = async |strict: &str| {
            let path = if kind == "speech" { "/audio/speech" } else { "/audio/transcriptions" };
            let request = gateway.v1.request(reqwest::Method::POST, path).header("x-turnpike-strict", strict);
            let heard = hear(&[("prompt", "Names."), ("temperature", "0"), ("language", "en")]);
            let (kind, body) = match kind {
                "speech" => ("application/json".to_owned(), say(spoken.clone()).to_string().into_bytes()),
                _ => (heard.content_type(), heard.body()),
            };
            gateway.v1.send(request.header("content-type", kind).body(body)).await
        };
        let answer = send("false").await.ok();
        let warnings = answer.header("x-turnpike-warnings").filter(|warnings| *warnings != "price_unknown");
        let warnings = warnings.map(|warnings| warnings.trim_end_matches("; price_unknown"));
        assert_eq!(warnings, told(lost).as_deref(), "{vendor} {model}");
        let sent = String::from_utf8_lossy(&upstream.last().bytes).into_owned();
        assert_eq!(sent.contains("Whisper.") || sent.contains("Names."), !lost.iter().any(|name| *name != "seed"), "{sent:.600}");
        let (strict, hits) = (send("true").await, upstream.hits());
        match lost.first() {
            None => drop(strict.ok()),
            Some(name) => {
                let strict = strict.refused(400, "invalid_request_error", Some("unsupported_parameter"));
                assert_eq!((strict.param().as_deref(), hits), (Some(*name), 1), "{vendor} {model}");
            }
        }
        send("perhaps").await.refused(400, "invalid_request_error", Some("invalid_value"));
        gateway.nothing_is_held().await;
    }
}

#[tokio::test]
async fn a_transcript_is_asked_for_by_a_form_or_by_json_and_costs_by_its_length() {
    let upstream = Upstream::always(Reply::json(200, json!({"text": "Hello."}))).await;
    let gateway = before(&upstream, "openai-compatible", "", "price = { per_minute = 0.006 }").await;
    let base64 = BASE64_STANDARD.encode(second());
    let by_json = |file: String| json!({"model": "heard", "file": file, "filename": "a.wav", "language": "en"});
    let kept = gateway.v1.upload("a.wav", &second()).await.ok().json()["id"].clone();
    let answers = [
        gateway.v1.post_form("/audio/transcriptions", hear(&[("language", "en")])).await,
        gateway.v1.post("/audio/transcriptions", by_json(base64.clone())).await,
        gateway.v1.post("/audio/transcriptions", by_json(format!("data:audio/wav;base64,{base64}"))).await,
        gateway.v1.post("/audio/transcriptions", json!({"model": "heard", "file_id": kept, "language": "en"})).await,
    ];
    for answer in answers {
        let answer = answer.ok();
        assert_eq!(answer.json()["text"], "Hello.");
        // A second of 0.6 credits a minute.
        assert_eq!(answer.header("x-credits-used"), Some("0.010000"));
    }
    for received in upstream.received() {
        let sent = String::from_utf8_lossy(&received.bytes).into_owned();
        assert_eq!(received.path, "/v1/audio/transcriptions");
        for part in [
            "name=\"model\"\r\n\r\nheard-1\r\n",
            "name=\"language\"\r\n\r\nen\r\n",
            "filename=\"audio.wav\"\r\ncontent-type: audio/wav",
        ] {
            assert!(sent.contains(part), "{part} is not in {sent:.600}");
        }
    }
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn every_format_is_there_whatever_the_vendor_knows() {
    let scribe = json!({"language_code": "eng", "text": "Hello world", "audio_duration_secs": 1.0,
        "words": [{"text": "Hello", "start": 0, "end": 0.4, "type": "word"}, {"text": " ", "start": 0.4, "end": 0.5, "type": "spacing"}, {"text": "world", "start": 0.5, "end": 0.9, "type": "word"}]});
    let deepgram = json!({"metadata": {"duration": 1.0}, "results": {"channels": [{"alternatives": [{"transcript": "Hello world",
        "words": [{"word": "hello", "punctuated_word": "Hello", "start": 0, "end": 0.4}, {"word": "world", "start": 0.5, "end": 0.9}]}]}]}});
    let groq = json!({"text": "Hello world", "duration": 1.0, "language": "en", "segments": [{"start": 0, "end": 0.9, "text": "Hello world"}]});
    for (vendor, reply, path) in [
        ("elevenlabs", scribe, "/v1/speech-to-text"),
        ("deepgram", deepgram, "/v1/listen?model=heard-1&smart_format=true&utterances=true&detect_language=true"),
        ("groq", groq, "/v1/audio/transcriptions"),
    ] {
        let upstream = Upstream::always(Reply::json(200, reply)).await;
        let gateway = before(&upstream, vendor, "", "").await;
        for (format, content_type, beginning) in [
            ("srt", "text/plain; charset=utf-8", "1\n00:00:00,000 --> 00:00:00,900\nHello world\n"),
            ("vtt", "text/plain; charset=utf-8", "WEBVTT\n\n00:00:00.000 --> 00:00:00.900\nHello world\n"),
        ] {
            let answer = gateway.v1.post_form("/audio/transcriptions", hear(&[("response_format", format)])).await.ok();
            assert_eq!(answer.header("content-type"), Some(content_type));
            assert!(answer.text().starts_with(beginning), "{vendor}: {}", answer.text());
        }
        assert_eq!(upstream.last().path, path);
    }
}

#[tokio::test]
async fn a_stream_of_a_transcript_is_passed_on_and_made_where_there_is_none() {
    let events = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\ndata: {\"type\":\"transcript.text.done\",\"text\":\"Hello\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":10,\"output_tokens\":5,\"total_tokens\":15}}\n\ndata: [DONE]\n\n";
    let upstream = Upstream::always(Reply::file(200, "text/event-stream", events.as_bytes()).split_every(7)).await;
    let gateway = before(&upstream, "openai", "", toml::PRICE).await;
    let answer = gateway.v1.post_form("/audio/transcriptions", hear(&[("stream", "true")])).await.ok();
    assert_eq!((answer.text().as_str(), answer.header("content-type")), (events, Some("text/event-stream; charset=utf-8")));
    let record = gateway.detail(&answer.id()).await;
    assert_eq!((record["usage"]["prompt_tokens"].as_u64(), record["usage_estimated"].as_bool()), (Some(10), Some(false)));

    let upstream = Upstream::always(Reply::json(200, json!({"text": "Hello"}))).await;
    let gateway = before(&upstream, "groq", "", "").await;
    let answer = gateway.v1.post_form("/audio/transcriptions", hear(&[("stream", "true")])).await.ok();
    assert!(answer.text().contains("\"type\":\"transcript.text.done\",\"text\":\"Hello\""), "{}", answer.text());
}

#[tokio::test]
async fn what_is_no_audio_is_refused_before_anybody_is_asked() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream, "openai-compatible", "", "").await;
    let form = |content: &[u8]| Form::default().field("model", "heard").file("file", "a.wav", content);
    for (form, code, param) in [
        (form(b"<html>"), Some("invalid_value"), "file"),
        (form(b""), Some("invalid_value"), "file"),
        (Form::default().field("model", "heard"), Some("missing_required_parameter"), "file"),
        (hear(&[("response_format", "xml")]), Some("invalid_value"), "response_format"),
        (hear(&[("temperature", "9")]), Some("decimal_above_max_value"), "temperature"),
    ] {
        let answer = gateway.v1.post_form("/audio/transcriptions", form).await;
        let answer = answer.refused(400, "invalid_request_error", code);
        assert_eq!(answer.param().as_deref(), Some(param));
    }
    let answer = gateway.v1.post("/audio/transcriptions", json!({"model": "heard", "file": "%%%"})).await;
    answer.refused(400, "invalid_request_error", Some("invalid_base64"));
    let answer = gateway.v1.post("/audio/transcriptions", json!({"model": "heard", "file_id": "file-unknown"})).await;
    assert_eq!((answer.status, answer.code().as_deref()), (404, Some("file_not_found")));
    assert_eq!(upstream.hits(), 0);
    gateway.nothing_is_held().await;
}

/// A model of a vendor says or hears something: the answer, and its record.
async fn once(vendor: &str, model: &str, kind: &str, reply: Reply) -> (Answer, Value) {
    let upstream = Upstream::always(reply).await;
    let gateway = serving(&upstream, vendor, model, kind).await;
    let answer = match kind {
        "speech" => gateway.v1.post("/audio/speech", say(json!({"response_format": "wav"}))).await.ok(),
        _ => gateway.v1.post_form("/audio/transcriptions", hear(&[])).await.ok(),
    };
    let record = gateway.detail(&answer.id()).await;
    gateway.nothing_is_held().await;
    (answer, record)
}

/// What such a vendor answers; `usage` is what it says that it counted.
fn said_or_heard(vendor: &str, kind: &str, usage: &Value) -> Reply {
    let sound = BASE64_STANDARD.encode([1, 0]);
    match (kind, vendor) {
        ("speech", "gemini") => Reply::json(
            200,
            json!({"usageMetadata": usage, "candidates": [{"content": {"parts":
            [{"inlineData": {"mimeType": "audio/L16;rate=24000", "data": sound}}]}}]}),
        ),
        ("speech", "mistral") => Reply::json(200, json!({"audio_data": sound})),
        ("speech", _) if usage.is_object() => Reply::frames([
            format!("data: {}\n\n", json!({"type": "speech.audio.delta", "audio": sound})),
            format!("data: {}\n\n", json!({"type": "speech.audio.done", "usage": usage})),
        ]),
        ("speech", _) => Reply::file(200, "audio/wav", b"RIFF"),
        (_, "deepgram") => {
            let channels = json!([{"alternatives": [{"transcript": "Hello", "words": []}]}]);
            Reply::json(200, json!({"metadata": {"duration": 1.0}, "results": {"channels": channels}}))
        }
        _ => Reply::json(200, json!({"text": "Hello", "usage": usage})),
    }
}

#[tokio::test]
async fn what_is_heard_and_said_costs_what_the_price_list_says() {
    let tokens = json!({"type": "tokens", "input_tokens": 14, "output_tokens": 45, "total_tokens": 59,
        "input_token_details": {"audio_tokens": 10, "text_tokens": 4}});
    let spoken = json!({"input_tokens": 4, "output_tokens": 18, "total_tokens": 22});
    let counted = json!({"promptTokenCount": 3, "candidatesTokenCount": 9});
    // A second of audio, by the hour (groq bills ten); five characters, by the million; tokens. A dollar is 100 credits.
    for (vendor, model, kind, usage, credits) in [
        ("openai", "whisper-1", "transcription", Value::Null, "0.010000"),
        ("openai", "gpt-transcribe", "transcription", Value::Null, "0.007500"),
        // US$6 a million of audio, US$2.50 of text, US$10 made.
        ("openai", "gpt-4o-transcribe", "transcription", tokens, "0.052000"),
        ("groq", "whisper-large-v3", "transcription", Value::Null, "0.030833"),
        ("groq", "whisper-large-v3-turbo", "transcription", Value::Null, "0.011111"),
        ("mistral", "voxtral-mini-latest", "transcription", Value::Null, "0.005000"),
        ("elevenlabs", "scribe_v1", "transcription", Value::Null, "0.006111"),
        ("deepgram", "nova-3", "transcription", Value::Null, "0.007167"),
        ("openai", "tts-1", "speech", Value::Null, "0.007500"),
        ("openai", "tts-1-hd", "speech", Value::Null, "0.015000"),
        // US$0.60 and US$12 a million.
        ("openai", "gpt-4o-mini-tts", "speech", spoken, "0.021840"),
        ("gemini", "gemini-2.5-flash-preview-tts", "speech", counted, "0.009150"),
        ("groq", "canopylabs/orpheus-v1-english", "speech", Value::Null, "0.011000"),
        ("mistral", "voxtral-mini-tts-latest", "speech", Value::Null, "0.008000"),
        ("elevenlabs", "eleven_multilingual_v2", "speech", Value::Null, "0.040000"),
        ("elevenlabs", "eleven_flash_v2_5", "speech", Value::Null, "0.020000"),
    ] {
        let (_, record) = once(vendor, model, kind, said_or_heard(vendor, kind, &usage)).await;
        assert_eq!(record["credits_used"], credits, "{vendor} {model}: {record}");
        let [reserved, used] =
            ["credits_reserved", "credits_used"].map(|name| record[name].as_str().unwrap().parse::<f64>().unwrap());
        assert!(reserved >= used, "{vendor} {model}: {record}");
    }
}

#[tokio::test]
async fn a_bare_text_costs_what_its_tokens_do() {
    let tokens = json!({"type": "tokens", "input_tokens": 14, "output_tokens": 45, "total_tokens": 59,
        "input_token_details": {"audio_tokens": 10, "text_tokens": 4}});
    let upstream = Upstream::always(Reply::json(200, json!({"text": "Hello.", "usage": tokens}))).await;
    let gateway = serving(&upstream, "openai", "gpt-4o-transcribe", "transcription").await;
    let answer = gateway.v1.post_form("/audio/transcriptions", hear(&[("response_format", "text")])).await.ok();
    assert_eq!((answer.text().as_str(), answer.header("content-type")), ("Hello.\n", Some("text/plain; charset=utf-8")));
    assert_eq!(answer.header("x-credits-used"), Some("0.052000"), "a bare text does not say what was used: it is made here");
}

#[tokio::test]
async fn audio_of_a_model_that_no_list_knows_is_unpriced_and_not_free() {
    let able = |vendor: &&&turnpike_providers::Vendor| {
        vendor.answer.is_none() && (vendor.speech.is_some() || vendor.transcription.is_some())
    };
    for vendor in turnpike_providers::vendors().iter().filter(able) {
        for (kind, able) in [("speech", vendor.speech.is_some()), ("transcription", vendor.transcription.is_some())] {
            if !able {
                continue;
            }
            let (answer, record) = once(vendor.id, "nobody-lists-this", kind, said_or_heard(vendor.id, kind, &Value::Null)).await;
            // An engine of one's own is free.
            let expected = if vendor.local { "0.000000".into() } else { Value::Null };
            assert_eq!(record["credits_used"], expected, "{} {kind}: {record}", vendor.id);
            assert_eq!(answer.header("x-turnpike-warnings"), (!vendor.local).then_some("price_unknown"), "{} {kind}", vendor.id);
        }
    }
}

#[tokio::test]
async fn audio_of_unknown_length_is_estimated_and_never_free() {
    let upstream = Upstream::always(Reply::json(200, json!({"text": "Hello"}))).await;
    let gateway = before(&upstream, "openai-compatible", "", "price = { per_minute = 0.006 }").await;
    let unmeasured = [b"OggS".to_vec(), vec![0; 7_500]].concat();
    let form = Form::default().field("model", "heard").file("file", "a.ogg", &unmeasured);
    let answer = gateway.v1.post_form("/audio/transcriptions", form).await.ok();
    // At the most ten seconds of 0.6 credits a minute.
    assert_eq!(answer.header("x-credits-used"), Some("0.100000"));
    assert_eq!(gateway.detail(&answer.id()).await["usage_estimated"], true);
}

#[tokio::test]
async fn errors_and_fallbacks_are_those_of_every_other_endpoint() {
    let wrong = Reply::json(401, json!({"detail": {"status": "quota_exceeded", "message": "no characters left"}}));
    let (first, second) = (Upstream::always(wrong).await, Upstream::always(Reply::file(200, "audio/mpeg", b"ID3")).await);
    let config = [
        toml::provider("a", &first.base_url()).replace("openai-compatible", "elevenlabs"),
        toml::provider("b", &second.base_url()),
        "[[models]]\nid = \"speech\"\nprovider = \"a\"\nkind = \"speech\"\nfallbacks = [\"other\"]\n\n".to_owned(),
        "[[models]]\nid = \"other\"\nprovider = \"b\"\nkind = \"speech\"\n\n".to_owned(),
        toml::key(""),
    ];
    let gateway = Gateway::start(&config.concat()).await;
    let answer = gateway.v1.post("/audio/speech", say(json!({}))).await.ok();
    assert_eq!((&answer.body[..], answer.header("x-fallback-from")), (&b"ID3"[..], Some("speech")));
    let detail = gateway.detail(&answer.id()).await;
    assert_eq!(detail["attempts"][0]["failure"], "quota");
}

#[tokio::test]
async fn the_sandbox_speaks_and_says_what_it_measured() {
    let gateway = Gateway::sandbox().await;
    let spoken =
        gateway.v1.post("/audio/speech", json!({"model": "sandbox-speech", "input": "Hello there", "voice": "alloy"})).await.ok();
    assert_eq!((spoken.header("content-type"), &spoken.body[8..12]), (Some("audio/wav"), &b"WAVE"[..]));
    let form = Form::default().field("model", "sandbox-transcribe").file("file", "a.wav", &spoken.body);
    let heard = gateway.v1.post_form("/audio/transcriptions", form.clone()).await.ok();
    let text = heard.json()["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("Sandbox: audio/wav of 42284 bytes, 0.88 seconds long, -"), "{text}");
    let bare = gateway.v1.post_form("/audio/transcriptions", form.clone().field("response_format", "text")).await.ok();
    assert_eq!(bare.text(), format!("{text}\n"));
    let verbose = gateway.v1.post_form("/audio/translations", form.field("response_format", "verbose_json")).await.ok().json();
    assert_eq!((verbose["task"].as_str(), verbose["segments"][0]["text"].as_str()), (Some("translate"), Some(text.as_str())));
    let mp3 = json!({"model": "sandbox-speech", "input": "Hello", "voice": "alloy", "response_format": "mp3"});
    gateway.v1.post("/audio/speech", mp3).await.refused(400, "invalid_request_error", Some("unsupported_value"));
    gateway.nothing_is_held().await;
}
