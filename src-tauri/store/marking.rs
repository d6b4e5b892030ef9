//! What the owner does to the log: pins, notes, deletions.

use rusqlite::{Connection, TransactionBehavior};
use turnpike_domain::{ids::RequestId, request::Request};

use crate::{
    Store,
    error::StoreError,
    log::complete,
    tables::{
        attempts, bodies, file_uses,
        marks::{self, Marks},
        requests,
    },
};

impl Store {
    /// Changes a request's marks. `None`: there is no such request in the log.
    pub fn mark(
        &self,
        id: RequestId,
        change: impl FnOnce(&mut Marks) + Send + 'static,
    ) -> Result<Option<(Request, Marks)>, StoreError> {
        self.write("marking a request", move |transaction| {
            let Some(request) = requests::find(transaction, &id)? else { return Ok(None) };
            let mut marks = marks::find(transaction, &id)?.unwrap_or_default();
            change(&mut marks);
            marks::put(transaction, &id, &marks)?;
            Ok(Some((complete(transaction, request)?, marks)))
        })
    }

    /// Removes requests from the log with all that hangs on them. What they cost stays in the ledger. Gives back those
    /// that were there.
    pub fn delete_requests(&self, ids: Vec<RequestId>) -> Result<Vec<RequestId>, StoreError> {
        self.run("deleting requests", move |databases| {
            remove_bodies(&mut databases.main, &mut databases.bodies, &ids)?;
            let transaction = databases.main.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut deleted = Vec::new();
            for id in ids {
                attempts::delete_of(&transaction, &id)?;
                file_uses::delete_of(&transaction, &id)?;
                marks::delete(&transaction, &id)?;
                if requests::delete(&transaction, &id)? {
                    deleted.push(id);
                }
            }
            transaction.commit()?;
            Ok(deleted)
        })
    }
}

/// How many there were. They go before the log forgets that they were kept: a crash in between shows too much, not too little.
pub(crate) fn remove_bodies(main: &mut Connection, kept: &mut Connection, ids: &[RequestId]) -> Result<u64, StoreError> {
    let mut removed = 0;
    let transaction = kept.transaction()?;
    for id in ids {
        removed += bodies::delete(&transaction, id)? as u64;
    }
    transaction.commit()?;
    let transaction = main.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for id in ids {
        requests::lost_bodies(&transaction, id)?;
    }
    transaction.commit()?;
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Selection,
        testing::{MIDNIGHT, eventful, record, record_with_bodies, served, store},
    };

    #[test]
    fn marks_stay_until_they_are_changed() {
        let (_folder, store, _) = store();
        let request = eventful(MIDNIGHT);
        record(&store, &request);
        let pin = |marks: &mut Marks| marks.pinned = true;
        let (marked, marks) = store.mark(request.id, pin).unwrap().unwrap();
        assert_eq!((marked, marks), (request.clone(), Marks { pinned: true, note: None }), "whole, with its attempts");
        store.mark(request.id, |marks| marks.note = Some("look at this".to_owned())).unwrap();
        assert_eq!(store.marks(&request.id).unwrap(), Marks { pinned: true, note: Some("look at this".to_owned()) });
        store.mark(request.id, |marks| *marks = Marks::default()).unwrap();
        assert_eq!(store.marks(&request.id).unwrap(), Marks::default());
        let nobody = served(MIDNIGHT, "key", 5).id;
        assert_eq!(store.mark(nobody, pin).unwrap(), None);
        assert_eq!(store.marks(&nobody).unwrap(), Marks::default(), "and nothing is left behind");
    }

    #[test]
    fn a_deleted_request_takes_everything_with_it_but_its_money() {
        let (_folder, store, _) = store();
        let requests = [eventful(MIDNIGHT), served(MIDNIGHT + 1, "key", 5), served(MIDNIGHT + 2, "key", 7)];
        for request in &requests {
            record_with_bodies(&store, request, b"{}", b"{}");
        }
        store.mark(requests[0].id, |marks| marks.pinned = true).unwrap();
        let before = store.ledger_totals().unwrap();
        let nobody = served(MIDNIGHT, "key", 5).id;
        let deleted = store.delete_requests(vec![requests[0].id, nobody, requests[2].id]).unwrap();
        assert_eq!(deleted, [requests[0].id, requests[2].id]);
        for gone in [&requests[0], &requests[2]] {
            assert_eq!(store.request(&gone.id).unwrap(), None);
            assert_eq!(store.bodies(&gone.id).unwrap(), None);
            assert_eq!(store.marks(&gone.id).unwrap(), Marks::default());
        }
        let left = store.requests(&Selection::default(), 9).unwrap();
        assert_eq!(left.iter().map(|(request, _)| request.id).collect::<Vec<_>>(), [requests[1].id]);
        assert!(store.bodies(&requests[1].id).unwrap().is_some());
        assert_eq!(store.ledger_totals().unwrap(), before);
        record(&store, &requests[2]);
        store.flush().unwrap();
        assert_eq!(store.request(&requests[2].id).unwrap(), None, "and is not charged or logged again");
    }
}
