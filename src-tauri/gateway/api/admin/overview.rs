//! `GET /admin/overview`: the figures of a period, beside those of the one before it.

use std::collections::HashMap;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use turnpike_domain::figures::{Latencies, Overview as Figures, Series, Sums};
use turnpike_store::{Selection, Store, StoreError};
use utoipa::{IntoParams, ToSchema};

use super::{input::Asked, views};
use crate::{api::error::ApiError, blocking, clock, workspace::Workspace};

/// Which time.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodAsked {
    /// Unix milliseconds; a day before `to` unless told.
    from: Option<i64>,
    /// Unix milliseconds; now unless told.
    to: Option<i64>,
}

/// The figures of a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct Overview {
    from: i64,
    to: i64,
    bucket_ms: i64,
    totals: OverviewTotals,
    /// Of the equally long time just before.
    before: OverviewTotals,
    /// Oldest first, without gaps.
    buckets: Vec<OverviewBucket>,
    /// The most asked first; what is left of them is one, without an id.
    models: Vec<ModelFigures>,
    providers: Vec<ProviderFigures>,
    keys: Vec<KeyFigures>,
}

/// Sums and percentiles.
#[derive(Serialize, ToSchema)]
pub(crate) struct OverviewTotals {
    requests: u64,
    failed: u64,
    fallbacks: u64,
    credits: String,
    /// Requests whose price is unknown: in no amount of credits.
    unpriced: u64,
    input_tokens: u64,
    cached_tokens: u64,
    output_tokens: u64,
    /// Of requests that did not fail; `null` without any.
    duration_p50_ms: Option<u64>,
    duration_p95_ms: Option<u64>,
    first_token_p50_ms: Option<u64>,
    first_token_p95_ms: Option<u64>,
}

/// A stretch of time.
#[derive(Serialize, ToSchema)]
pub(crate) struct OverviewBucket {
    /// When it begins.
    at: i64,
    requests: u64,
    failed: u64,
    credits: String,
    input_tokens: u64,
    output_tokens: u64,
    first_token_p50_ms: Option<u64>,
    duration_p50_ms: Option<u64>,
}

/// One model.
#[derive(Serialize, ToSchema)]
pub(crate) struct ModelFigures {
    /// `null`: all others.
    id: Option<String>,
    requests: u64,
    /// In each bucket.
    series: Vec<u64>,
    credits: String,
    unpriced: u64,
}

/// One provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderFigures {
    id: String,
    requests: u64,
    failed: u64,
    credits: String,
}

/// One key.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyFigures {
    id: String,
    name: String,
    requests: u64,
    credits: String,
}

const MOST_MODELS: usize = 6;
const MOST_OTHERS: usize = 8;
const MOST_BUCKETS: i64 = 60;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Lengths of buckets that people can name.
const LENGTHS: [i64; 11] =
    [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 7 * DAY];

#[utoipa::path(get, operation_id = "overview", path = "/overview", params(PeriodAsked), responses((status = 200, body = Overview), (status = 400)))]
pub(crate) async fn overview(
    State(workspace): State<Workspace>,
    State(store): State<Store>,
    Asked(asked): Asked<PeriodAsked>,
) -> Result<Json<Overview>, ApiError> {
    let (from, to) = asked.period()?;
    let bucket_ms = bucket_length(to - from);
    let (figures, (before, mut waits)) = blocking(move || {
        let mut figures = Figures::new(from, bucket_ms, usize::try_from((to - from + bucket_ms - 1) / bucket_ms).unwrap_or(1));
        store.figures(&within(from, to), |figure| figures.add(figure))?;
        let mut before = (Sums::default(), Latencies::default());
        store.figures(&within(from.saturating_sub(to - from), from), |figure| {
            before.0.add(figure);
            before.1.add(figure);
        })?;
        Ok::<_, StoreError>((figures, before))
    })
    .await?;
    let of_period = totals(&figures.totals, &mut figures.latencies());
    let snapshot = workspace.current();
    let keys = most_asked(figures.keys, |sums| sums.requests).into_iter().take(MOST_OTHERS);
    let providers = most_asked(figures.providers, |sums| sums.requests).into_iter().take(MOST_OTHERS);
    Ok(Json(Overview {
        from,
        to,
        bucket_ms,
        totals: of_period,
        before: totals(&before, &mut waits),
        models: models(&figures.totals, &figures.buckets, figures.models),
        buckets: (0..)
            .zip(figures.buckets)
            .map(|(index, (sums, latencies))| bucket(from + index * bucket_ms, &sums, latencies))
            .collect(),
        providers: providers
            .map(|(id, sums)| ProviderFigures {
                id,
                requests: sums.requests,
                failed: sums.failed,
                credits: sums.credits.to_string(),
            })
            .collect(),
        keys: keys
            .map(|(id, sums)| KeyFigures {
                name: views::key_name(&id.as_str().into(), &snapshot),
                id,
                requests: sums.requests,
                credits: sums.credits.to_string(),
            })
            .collect(),
    }))
}

impl PeriodAsked {
    /// From when to when.
    pub(crate) fn period(&self) -> Result<(i64, i64), ApiError> {
        let to = self.to.unwrap_or_else(clock::now);
        let from = self.from.unwrap_or_else(|| to.saturating_sub(DAY));
        if from < 0 || from >= to {
            return Err(ApiError::invalid("from", "Give a time in Unix milliseconds that is before `to`."));
        }
        Ok((from, to))
    }
}

/// All requests of a time.
pub(crate) fn within(from: i64, to: i64) -> Selection {
    Selection { from: Some(from), to: Some(to), ..Selection::default() }
}

/// The shortest of the lengths of which few enough are needed.
fn bucket_length(period: i64) -> i64 {
    let fits = |length: &i64| period <= length * MOST_BUCKETS;
    LENGTHS.into_iter().find(fits).unwrap_or_else(|| (period / MOST_BUCKETS / DAY + 1) * DAY)
}

fn most_asked<T>(all: HashMap<String, T>, requests: impl Fn(&T) -> u64) -> Vec<(String, T)> {
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by(|(a, one), (b, other)| requests(other).cmp(&requests(one)).then_with(|| a.cmp(b)));
    all
}

/// What is left of the totals when the first models are taken away is the others, and requests that named no model.
fn models(totals: &Sums, buckets: &[(Sums, Latencies)], all: HashMap<String, Series>) -> Vec<ModelFigures> {
    let mut first = most_asked(all, |series| series.sums.requests);
    first.truncate(MOST_MODELS);
    let mut rest = ModelFigures {
        id: None,
        requests: totals.requests,
        series: buckets.iter().map(|(sums, _)| sums.requests).collect(),
        credits: String::new(),
        unpriced: totals.unpriced,
    };
    let mut credits = totals.credits;
    let mut models = Vec::new();
    for (id, Series { sums, requests: series }) in first {
        rest.requests -= sums.requests;
        rest.unpriced -= sums.unpriced;
        credits = credits.saturating_sub(sums.credits);
        for (left, taken) in rest.series.iter_mut().zip(&series) {
            *left -= taken;
        }
        models.push(ModelFigures {
            id: Some(id),
            requests: sums.requests,
            series,
            credits: sums.credits.to_string(),
            unpriced: sums.unpriced,
        });
    }
    if rest.requests > 0 {
        models.push(ModelFigures { credits: credits.to_string(), ..rest });
    }
    models
}

fn totals(sums: &Sums, latencies: &mut Latencies) -> OverviewTotals {
    OverviewTotals {
        requests: sums.requests,
        failed: sums.failed,
        fallbacks: sums.fallbacks,
        credits: sums.credits.to_string(),
        unpriced: sums.unpriced,
        input_tokens: sums.input,
        cached_tokens: sums.cached_input,
        output_tokens: sums.output,
        duration_p50_ms: latencies.duration(50),
        duration_p95_ms: latencies.duration(95),
        first_token_p50_ms: latencies.first_token(50),
        first_token_p95_ms: latencies.first_token(95),
    }
}

fn bucket(at: i64, sums: &Sums, mut latencies: Latencies) -> OverviewBucket {
    OverviewBucket {
        at,
        requests: sums.requests,
        failed: sums.failed,
        credits: sums.credits.to_string(),
        input_tokens: sums.input,
        output_tokens: sums.output,
        first_token_p50_ms: latencies.first_token(50),
        duration_p50_ms: latencies.duration(50),
    }
}
