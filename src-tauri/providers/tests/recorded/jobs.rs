//! Jobs that providers really did, call by call.

use std::fs;

use serde_json::{Value, json};
use turnpike_domain::failure::FailureKind;
use turnpike_providers::{ImageTask, Step, UpstreamCall, Vendor, vendor};
use turnpike_wire::openai::images_request::ImagesRequest;

use crate::recording::root;

/// The calls of every recorded job and what they were answered, in order.
fn jobs() -> Vec<(String, &'static Vendor, Vec<Value>)> {
    let folders = root().into_iter().flat_map(|root| ["fal", "replicate"].map(|id| (id, root.join(id))));
    let files = folders.flat_map(|(id, folder)| fs::read_dir(folder).unwrap().map(move |file| (id, file.unwrap().path())));
    let read = files.map(|(id, file)| {
        let recorded: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        // A file that was fetched is no step of a job.
        let steps = recorded["exchanges"].as_array().unwrap().iter().filter(|step| step["response"]["body"].is_object());
        (format!("{id}/{}", file.file_name().unwrap().to_string_lossy()), vendor(id).unwrap(), steps.cloned().collect())
    });
    read.collect()
}

#[test]
fn quirk_40_a_job_is_followed_from_answer_to_answer() {
    let (mut looked, mut done) = (0, 0);
    for (name, vendor, steps) in jobs() {
        for (at, step) in steps.iter().enumerate() {
            let (asked, body) = (step["request"]["url"].as_str().unwrap(), &step["response"]["body"]);
            match vendor.images.unwrap().decode(vendor, asked, body.to_string().into()) {
                Ok(Step::Again { call: UpstreamCall { path, body: sent, .. }, .. }) => {
                    let named = body["status_url"].as_str().or(body["urls"]["get"].as_str());
                    let next = || steps[at + 1]["request"]["url"].as_str().unwrap();
                    assert_eq!((path.as_str(), sent.len()), (named.unwrap_or_else(next), 0), "{name}");
                    looked += 1;
                }
                Ok(Step::Done(images)) => {
                    assert_eq!(images.images.len(), body["output"].as_array().unwrap().len(), "{name}");
                    done += 1;
                }
                Err(failure) if body["status"] == "canceled" => assert_eq!(failure.kind, FailureKind::Server, "{name}"),
                Err(failure) => {
                    let other = body["video"].is_object() || body["text"].is_string();
                    assert!(other && failure.kind == FailureKind::BadReply, "{name}: {failure:?}");
                }
            }
        }
    }
    assert!((looked, done) == (0, 0) || (looked >= 21 && done >= 3), "some are missing: {looked} looks, {done} ends");
}

#[test]
fn a_job_is_begun_as_it_was() {
    for (name, vendor, steps) in jobs() {
        let begun = steps.iter().map(|step| &step["request"]).filter(|begun| begun["body"]["input"]["width"].is_u64());
        for request in begun {
            let (body, url) = (&request["body"], request["url"].as_str().unwrap());
            let input = &body["input"];
            let asked = json!({"model": "image", "prompt": input["prompt"], "seed": input["seed"],
                "size": format!("{}x{}", input["width"], input["height"])});
            let asked = asked.to_string();
            let request = ImagesRequest::parse(asked.as_bytes()).unwrap();
            let task = ImageTask { request: &request, count: 1, images: &[], mask: None };
            let upstream = format!("stability-ai/sdxl:{}", body["version"].as_str().unwrap());
            let call = vendor.images.unwrap().encode(vendor, &task, &upstream).unwrap();
            assert_eq!(format!("{}{}", vendor.base_url.unwrap(), call.path), url, "{name}");
            assert_eq!(&serde_json::from_slice::<Value>(&call.body).unwrap(), body, "{name}");
        }
    }
}
