//! What WebKitGTK needs to be told before it starts. On some drivers its fast path paints nothing at all, and it reads
//! the switches for that from the environment, which only a fresh process can change safely.

/// Starts this process anew with the switches that this machine needs, if it needs any. Returns when there is nothing to do.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::{env, process};

    let nvidia = Path::new("/proc/driver/nvidia/version").exists() || Path::new("/sys/module/nvidia").exists();
    let switches = switches(nvidia, |name| env::var(name).ok());
    if switches.is_empty() {
        return;
    }
    let Ok(this) = env::current_exe() else { return };
    let failed = process::Command::new(this).args(env::args_os().skip(1)).envs(switches).exec();
    eprintln!("turnpike: starting without the switches for this graphics driver: {failed}");
}

/// Whether a window could be shown at all. Without a display GTK panics, which tells nobody what to do.
pub(crate) fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|display| !display.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Nothing to prepare: only WebKitGTK has these troubles.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}

/// The switches still to be set. None of them twice, or the process would start itself for ever.
#[cfg(any(target_os = "linux", test))]
fn switches(nvidia: bool, set: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let mut wanted = Vec::new();
    if nvidia {
        wanted.push(("WEBKIT_DISABLE_DMABUF_RENDERER", "1".to_owned()));
        if set("WAYLAND_DISPLAY").is_some() {
            wanted.push(("__NV_DISABLE_EXPLICIT_SYNC", "1".to_owned()));
        }
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

    #[test]
    fn only_what_this_machine_needs_and_the_user_left_open_is_set() {
        const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
        const SYNC: &str = "__NV_DISABLE_EXPLICIT_SYNC";
        let cases = [
            (false, "", vec![]),
            (false, "WAYLAND_DISPLAY=wayland-0", vec![]),
            (true, "", vec![DMABUF]),
            (true, "WAYLAND_DISPLAY=wayland-0", vec![DMABUF, SYNC]),
            (true, "WEBKIT_DISABLE_DMABUF_RENDERER=0", vec![]),
            (true, "WAYLAND_DISPLAY=wayland-0 WEBKIT_DISABLE_DMABUF_RENDERER=1 __NV_DISABLE_EXPLICIT_SYNC=1", vec![]),
            (false, "TURNPIKE_GDK_BACKEND=x11 GDK_BACKEND=wayland", vec!["GDK_BACKEND"]),
            (false, "TURNPIKE_GDK_BACKEND=x11 GDK_BACKEND=x11", vec![]),
        ];
        for (nvidia, environment, expected) in cases {
            let settings = environment.split(' ').filter_map(|setting| setting.split_once('='));
            let set = |name: &str| settings.clone().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
            let names: Vec<_> = switches(nvidia, set).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, expected, "nvidia: {nvidia}, environment: {environment}");
        }
    }
}
