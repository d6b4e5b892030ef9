//! Settings, and the list of what was changed in them.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::{
    Store,
    error::StoreError,
    tables::{
        setting_changes::{self, SettingChange},
        settings,
    },
};

/// A setting's name, its JSON before, and its JSON from now on.
pub type NewSetting = (String, String, String);

impl Store {
    /// Every setting: its name and its JSON.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.read("reading the settings", settings::all)
    }

    /// Makes a setting or changes it, without a word in the list of changes.
    pub fn put_setting(&self, name: &str, json: &str) -> Result<(), StoreError> {
        let (name, json) = (name.to_owned(), json.to_owned());
        self.write("keeping a setting", move |transaction| Ok(settings::put(transaction, &name, &json)?))
    }

    /// Changes settings and remembers what they were.
    pub fn change_settings(&self, at: i64, changes: Vec<NewSetting>) -> Result<(), StoreError> {
        self.write("changing settings", move |transaction| Ok(change_settings(transaction, at, &changes)?))
    }

    /// What was changed, newest first; the last 200.
    pub fn setting_changes(&self) -> Result<Vec<SettingChange>, StoreError> {
        self.read("reading the changes of settings", setting_changes::all)
    }

    /// One of them.
    pub fn setting_change(&self, id: i64) -> Result<Option<SettingChange>, StoreError> {
        self.read("reading a change of a setting", |connection| setting_changes::find(connection, id))
    }
}

pub(crate) fn change_settings(transaction: &Connection, at: i64, changes: &[NewSetting]) -> rusqlite::Result<()> {
    for (name, before, after) in changes {
        settings::put(transaction, name, after)?;
        setting_changes::insert(transaction, at, name, before, after)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::testing::{reopen, store};

    #[test]
    fn changes_are_remembered_newest_first_and_only_the_last_two_hundred() {
        let (folder, store, _) = store();
        for number in 0..205 {
            let change = ("log_limit_mb".to_owned(), number.to_string(), (number + 1).to_string());
            store.change_settings(1_000 + number, vec![change]).unwrap();
        }
        drop(store);
        let store = reopen(&folder);
        let changes = store.setting_changes().unwrap();
        assert_eq!(changes.len(), 200);
        assert_eq!((changes[0].id, changes[0].at, changes[0].before.as_str()), (205, 1_204, "204"));
        assert_eq!(store.settings().unwrap()["log_limit_mb"], "205");
        assert_eq!(store.setting_change(205).unwrap().as_ref(), Some(&changes[0]));
        assert_eq!(store.setting_change(5).unwrap(), None, "the oldest are forgotten");
    }
}
