//! What the owner does to the log: pins, notes, deletions.

use rusqlite::{Connection, TransactionBehavior};
use turnpike_domain::{ids::RequestId, request::Request};

use crate::{
    Store,
    error::StoreError,
    tables::{
        attempts, bodies,
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
            Ok(Some((Request { attempts: attempts::of_request(transaction, &id)?, ..request }, marks)))
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
