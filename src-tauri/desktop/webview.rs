//! What WebKitGTK needs to be told before it starts, and what to do about a window that stays empty. On some drivers its
//! fast path paints nothing at all, and it reads the switches for that from the environment, which only a fresh process
//! can change safely.

use serde::{Deserialize, Serialize};

/// The most that was needed so far for a page to appear on this computer, from fast to safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Safeguard {
    /// Nothing.
    #[default]
    None,
    /// Pictures are not handed over in the graphics card's memory.
    NoDmabuf,
    /// Nor are they put together by the graphics card.
    NoCompositing,
}

const SWITCHES: [(Safeguard, &str); 2] =
    [(Safeguard::NoDmabuf, "WEBKIT_DISABLE_DMABUF_RENDERER"), (Safeguard::NoCompositing, "WEBKIT_DISABLE_COMPOSITING_MODE")];

/// What to do about a page that has not drawn itself in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// The process starts anew with this safeguard.
    Restart(Safeguard),
    /// The webview is destroyed and made again.
    Again,
    /// The window is shown as it is: an empty one can be reported, none at all cannot.
    AsItIs,
}

/// Starts this process anew with the switches that this computer needs, if it needs any. Returns when there is nothing to do.
#[cfg(target_os = "linux")]
pub(crate) fn prepare(safeguard: Safeguard) {
    if !wanted(safeguard).is_empty() {
        restart(safeguard);
    }
}

/// Replaces this process by itself, with this safeguard. Returns only when it failed.
#[cfg(target_os = "linux")]
pub(crate) fn restart(safeguard: Safeguard) {
    use std::os::unix::process::CommandExt;
    use std::{env, process};

    let Ok(this) = env::current_exe() else { return };
    let failed = process::Command::new(this).args(env::args_os().skip(1)).envs(wanted(safeguard)).exec();
    tracing::error!("starting anew for this graphics driver: {failed}");
}

#[cfg(target_os = "linux")]
fn wanted(safeguard: Safeguard) -> Vec<(&'static str, String)> {
    use std::path::Path;

    let nvidia = Path::new("/proc/driver/nvidia/version").exists() || Path::new("/sys/module/nvidia").exists();
    switches(nvidia, safeguard, |name| std::env::var(name).ok())
}

/// Nothing to prepare: only WebKitGTK has these troubles.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare(_: Safeguard) {}

/// Never asked for: [`safer`] knows no safeguard here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn restart(_: Safeguard) {}

/// Whether a window could be shown at all. Without a display GTK panics, which tells nobody what to do.
pub(crate) fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|display| !display.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The switches in force, by name.
pub(crate) fn in_force() -> Vec<&'static str> {
    let names = SWITCHES.iter().map(|(_, name)| *name).chain(["__NV_DISABLE_EXPLICIT_SYNC"]);
    names.filter(|name| std::env::var(name).is_ok_and(|value| value != "0")).collect()
}

/// The next safeguard that would change anything.
pub(crate) fn safer(now: Safeguard) -> Option<Safeguard> {
    if cfg!(target_os = "linux") { next(now, |name| std::env::var_os(name).is_some()) } else { None }
}

/// A switch that the user has set, to whatever value, is the user's.
fn next(now: Safeguard, set: impl Fn(&str) -> bool) -> Option<Safeguard> {
    SWITCHES.into_iter().find(|(safeguard, name)| *safeguard > now && !set(name)).map(|(safeguard, _)| safeguard)
}

/// Decides about a page that has not drawn itself. `made`: how many webviews were tried by this process. Only an idle
/// gateway may be restarted: a window is no reason to cut a request off.
pub(crate) fn remedy(safer: Option<Safeguard>, made: u32, idle: bool) -> Remedy {
    match safer {
        Some(safeguard) if idle => Remedy::Restart(safeguard),
        None if made < 2 => Remedy::Again,
        _ => Remedy::AsItIs,
    }
}

/// The switches still to be set. None of them twice, or the process would start itself for ever.
#[cfg(any(target_os = "linux", test))]
fn switches(nvidia: bool, safeguard: Safeguard, set: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let mut wanted = Vec::new();
    for (needed, name) in SWITCHES {
        if safeguard >= needed || nvidia && needed == Safeguard::NoDmabuf {
            wanted.push((name, "1".to_owned()));
        }
    }
    if nvidia && set("WAYLAND_DISPLAY").is_some() {
        wanted.push(("__NV_DISABLE_EXPLICIT_SYNC", "1".to_owned()));
    }
    // What the user chose wins, whatever its value.
    wanted.retain(|(name, _)| set(name).is_none());
    if let Some(backend) = set("TURNPIKE_GDK_BACKEND").filter(|backend| set("GDK_BACKEND").as_ref() != Some(backend)) {
        wanted.push(("GDK_BACKEND", backend));
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    const COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
    const SYNC: &str = "__NV_DISABLE_EXPLICIT_SYNC";

    #[test]
    fn only_what_this_computer_needs_and_the_user_left_open_is_set() {
        let none = Safeguard::None;
        let cases = [
            (false, none, "", vec![]),
            (false, none, "WAYLAND_DISPLAY=wayland-0", vec![]),
            (true, none, "", vec![DMABUF]),
            (true, none, "WAYLAND_DISPLAY=wayland-0", vec![DMABUF, SYNC]),
            (true, none, "WEBKIT_DISABLE_DMABUF_RENDERER=0", vec![]),
            (true, none, "WAYLAND_DISPLAY=wayland-0 WEBKIT_DISABLE_DMABUF_RENDERER=1 __NV_DISABLE_EXPLICIT_SYNC=1", vec![]),
            (false, none, "TURNPIKE_GDK_BACKEND=x11 GDK_BACKEND=wayland", vec!["GDK_BACKEND"]),
            (false, none, "TURNPIKE_GDK_BACKEND=x11 GDK_BACKEND=x11", vec![]),
            (false, Safeguard::NoDmabuf, "", vec![DMABUF]),
            (true, Safeguard::NoDmabuf, "", vec![DMABUF]),
            (false, Safeguard::NoCompositing, "", vec![DMABUF, COMPOSITING]),
            (false, Safeguard::NoCompositing, "WEBKIT_DISABLE_DMABUF_RENDERER=1 WEBKIT_DISABLE_COMPOSITING_MODE=1", vec![]),
        ];
        for (nvidia, safeguard, environment, expected) in cases {
            let settings = environment.split(' ').filter_map(|setting| setting.split_once('='));
            let set = |name: &str| settings.clone().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
            let names: Vec<_> = switches(nvidia, safeguard, set).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, expected, "nvidia: {nvidia}, {safeguard:?}, environment: {environment}");
        }
    }

    #[test]
    fn each_failure_takes_the_next_safeguard_that_changes_anything() {
        let cases = [
            (Safeguard::None, vec![], Some(Safeguard::NoDmabuf)),
            (Safeguard::None, vec![DMABUF], Some(Safeguard::NoCompositing)),
            (Safeguard::NoDmabuf, vec![DMABUF], Some(Safeguard::NoCompositing)),
            (Safeguard::NoCompositing, vec![DMABUF, COMPOSITING], None),
            (Safeguard::None, vec![DMABUF, COMPOSITING], None),
        ];
        for (now, set, expected) in cases {
            assert_eq!(next(now, |name| set.contains(&name)), expected, "{now:?}, the environment has {set:?}");
        }
    }

    #[test]
    fn an_empty_window_is_helped_once_for_each_safeguard_and_never_at_the_cost_of_a_request() {
        let cases = [
            (Some(Safeguard::NoDmabuf), 1, true, Remedy::Restart(Safeguard::NoDmabuf)),
            (Some(Safeguard::NoDmabuf), 1, false, Remedy::AsItIs),
            (None, 1, true, Remedy::Again),
            (None, 1, false, Remedy::Again),
            (None, 2, true, Remedy::AsItIs),
        ];
        for (safer, made, idle, expected) in cases {
            assert_eq!(remedy(safer, made, idle), expected, "safer: {safer:?}, made: {made}, idle: {idle}");
        }
    }
}
