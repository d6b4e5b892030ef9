//! The records of files that are kept.

use turnpike_domain::{
    file::{ContentHash, File, FileKind, Purpose},
    ids::{FileId, KeyId, RequestId},
};

use crate::{
    Store,
    error::StoreError,
    tables::{file_uses, files},
};

/// Which files, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSelection {
    /// Of this key only.
    pub key: Option<KeyId>,
    /// For this only.
    pub purpose: Option<Purpose>,
    /// Of this sort only.
    pub kind: Option<FileKind>,
    /// With this in their name.
    pub text: Option<String>,
    /// Behind this one: the last of the page before.
    pub after: Option<FileId>,
    /// By what they are sorted.
    pub order: FileOrder,
    /// The least first.
    pub ascending: bool,
    /// Those that have expired by then are gone; Unix milliseconds.
    pub now_ms: i64,
}

/// By what files are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileOrder {
    /// When they were made.
    #[default]
    Created,
    /// Their names.
    Filename,
    /// How long they are.
    Bytes,
}

/// A file whose record is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedFile {
    /// What it was.
    pub file: File,
    /// No other file has its content.
    pub was_last: bool,
}

/// Records in one transaction.
const ROWS: u32 = 100;

impl Store {
    /// Keeps a new file's record. Its bytes have to be there already.
    pub fn insert_file(&self, file: &File) -> Result<(), StoreError> {
        let file = file.clone();
        self.write("keeping a file", move |transaction| Ok(files::insert(transaction, &file)?))
    }

    /// A file's record, also when it has expired.
    pub fn file(&self, id: &FileId) -> Result<Option<File>, StoreError> {
        self.read("reading a file's record", |connection| files::find(connection, id))
    }

    /// A page of files.
    pub fn files(&self, selection: &FileSelection, limit: u32) -> Result<Vec<File>, StoreError> {
        self.read("listing files", |connection| files::list(connection, selection, limit))
    }

    /// Removes a file's record. `None`: there is none.
    pub fn remove_file(&self, id: &FileId) -> Result<Option<RemovedFile>, StoreError> {
        let id = *id;
        self.write("removing a file", move |transaction| {
            let Some(file) = files::find(transaction, &id)? else { return Ok(None) };
            files::delete(transaction, &id)?;
            Ok(Some(RemovedFile { was_last: !files::has_content(transaction, &file.hash)?, file }))
        })
    }

    /// The first few of those that have expired by then.
    pub fn expired_files(&self, now_ms: i64) -> Result<Vec<File>, StoreError> {
        self.read("looking for expired files", |connection| files::expired(connection, now_ms, ROWS))
    }

    /// Requests that used a file, the newest first and at most so many, and how many there are.
    pub fn file_uses(&self, id: &FileId, limit: u32) -> Result<(Vec<RequestId>, u64), StoreError> {
        self.read("looking for uses of a file", |connection| {
            Ok((file_uses::of_file(connection, id, limit)?, file_uses::count_of_file(connection, id)?))
        })
    }

    /// Does any file have this content?
    pub fn has_content(&self, hash: &ContentHash) -> Result<bool, StoreError> {
        self.read("looking for a content", |connection| files::has_content(connection, hash))
    }

    /// How many files there are, and the bytes of what they hold, each content counted once.
    pub fn files_extent(&self) -> Result<(u64, u64), StoreError> {
        self.read("adding up files", files::extent)
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::ids::RequestId;
    use uuid::Uuid;

    use super::*;
    use crate::testing::{MIDNIGHT, eventful, record, reopen, store};

    fn file(number: u8, key: &str, name: &str, content: u8) -> File {
        File {
            id: FileId(Uuid::from_u128(u128::from(number))),
            key: key.into(),
            filename: name.to_owned(),
            purpose: Purpose::UserData,
            bytes: u64::from(content) * 10,
            hash: ContentHash([content; 32]),
            media_type: "text/plain".to_owned(),
            created_at: MIDNIGHT,
            expires_at: None,
            made_by: None,
        }
    }

    fn ids(files: &[File]) -> Vec<u128> {
        files.iter().map(|file| file.id.0.as_u128()).collect()
    }

    #[test]
    fn a_record_comes_back_as_it_was_given_and_its_content_counts_once() {
        let (folder, store, _) = store();
        let first = File {
            purpose: Purpose::FineTune,
            expires_at: Some(MIDNIGHT + 5),
            made_by: Some(RequestId(Uuid::from_u128(9))),
            ..file(1, "a", "quote\" and ' and \u{0}.txt", 3)
        };
        let twin = file(2, "b", "other", 3);
        for file in [&first, &twin, &file(3, "a", "third", 4)] {
            store.insert_file(file).unwrap();
        }
        assert!(store.insert_file(&first).is_err(), "an id is given once");
        drop(store);
        let store = reopen(&folder);
        assert_eq!(store.file(&first.id).unwrap().as_ref(), Some(&first));
        assert_eq!(store.files_extent().unwrap(), (3, 30 + 40));
        assert_eq!(store.remove_file(&first.id).unwrap(), Some(RemovedFile { file: first.clone(), was_last: false }));
        assert_eq!(store.remove_file(&first.id).unwrap(), None);
        assert!(store.has_content(&first.hash).unwrap());
        assert_eq!(store.remove_file(&twin.id).unwrap(), Some(RemovedFile { file: twin, was_last: true }));
        assert!(!store.has_content(&first.hash).unwrap());
        assert_eq!(store.files_extent().unwrap(), (1, 40));
    }

    #[test]
    fn a_file_knows_the_requests_that_used_it_for_as_long_as_the_log_does() {
        let (_folder, store, _) = store();
        let requests = [eventful(MIDNIGHT), eventful(MIDNIGHT + 1)];
        requests.iter().for_each(|request| record(&store, request));
        store.flush().unwrap();
        let used = requests[0].files[0];
        assert_eq!(store.file_uses(&used, 1).unwrap(), (vec![requests[1].id], 2), "the newest first");
        store.delete_requests(vec![requests[1].id]).unwrap();
        assert_eq!(store.file_uses(&used, 9).unwrap(), (vec![requests[0].id], 1));
        let keep = crate::Retention { log_days: 1, log_bytes: None, body_days: 1, body_bytes: 0 };
        store.prune(MIDNIGHT + 3 * 86_400_000, &keep).unwrap();
        assert_eq!(store.file_uses(&used, 9).unwrap(), (vec![], 0));
    }

    #[test]
    fn pages_follow_one_another_in_every_order_also_behind_a_file_that_is_gone() {
        let (_folder, store, _) = store();
        for (number, name, content) in [(1, "b", 3), (2, "A", 1), (3, "c", 2), (4, "a", 1)] {
            store.insert_file(&file(number, "key", name, content)).unwrap();
        }
        let walk = |order, ascending| {
            let mut selection = FileSelection { order, ascending, now_ms: MIDNIGHT, ..FileSelection::default() };
            let mut seen = Vec::new();
            loop {
                let page = store.files(&selection, 2).unwrap();
                let Some(last) = page.last() else { return seen };
                selection.after = Some(last.id);
                seen.extend(ids(&page));
            }
        };
        assert_eq!(walk(FileOrder::Created, false), [4, 3, 2, 1]);
        assert_eq!(walk(FileOrder::Created, true), [1, 2, 3, 4]);
        assert_eq!(walk(FileOrder::Filename, true), [2, 4, 1, 3]);
        assert_eq!(walk(FileOrder::Bytes, false), [1, 3, 4, 2]);
        store.remove_file(&FileId(Uuid::from_u128(3))).unwrap();
        let behind = FileSelection { after: Some(FileId(Uuid::from_u128(3))), now_ms: MIDNIGHT, ..FileSelection::default() };
        assert_eq!(ids(&store.files(&behind, 9).unwrap()), [2, 1]);
    }

    #[test]
    fn a_selection_leaves_out_what_is_not_meant_and_what_has_expired() {
        let (_folder, store, _) = store();
        let all = [
            file(1, "a", "Report.txt", 1),
            File { media_type: "image/png".to_owned(), purpose: Purpose::Vision, ..file(2, "a", "100%_cat.png", 2) },
            file(3, "b", "report.md", 3),
            File { expires_at: Some(MIDNIGHT), ..file(4, "a", "report.old", 4) },
        ];
        for file in &all {
            store.insert_file(file).unwrap();
        }
        let now = FileSelection { now_ms: MIDNIGHT, ascending: true, ..FileSelection::default() };
        for (selection, expected) in [
            (now.clone(), vec![1, 2, 3]),
            (FileSelection { now_ms: MIDNIGHT - 1, ..now.clone() }, vec![1, 2, 3, 4]),
            (FileSelection { key: Some("a".into()), ..now.clone() }, vec![1, 2]),
            (FileSelection { purpose: Some(Purpose::Vision), ..now.clone() }, vec![2]),
            (FileSelection { kind: Some(FileKind::Text), ..now.clone() }, vec![1, 3]),
            (FileSelection { text: Some("REPORT".to_owned()), ..now.clone() }, vec![1, 3]),
            (FileSelection { text: Some("%_".to_owned()), ..now.clone() }, vec![2]),
            (FileSelection { text: Some("' OR 1=1 --".to_owned()), ..now.clone() }, vec![]),
        ] {
            assert_eq!(ids(&store.files(&selection, 9).unwrap()), expected, "{selection:?}");
        }
        assert_eq!(ids(&store.expired_files(MIDNIGHT).unwrap()), [4]);
        assert_eq!(ids(&store.expired_files(MIDNIGHT - 1).unwrap()), Vec::<u128>::new());
    }
}
