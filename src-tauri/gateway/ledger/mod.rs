//! Credits: held before an attempt, settled once after it. The only writer of balances.

pub(crate) mod recorder;

use std::sync::Arc;

use turnpike_domain::{budget::OverBudget, credits::Credits};

use crate::{
    clock,
    workspace::{account::Account, snapshot::KeyEntry},
};

/// Credits set aside for one request. Dropped without settling, they go back.
#[must_use]
pub(crate) struct Hold {
    account: Arc<Account>,
    amount: Credits,
    open: bool,
}

/// Sets aside the most that a request can cost, or says why the key's budget does not allow it. The check and
/// the hold are one step under the account's lock, so requests that race can not overspend.
pub(crate) fn hold(entry: &KeyEntry, worst_case: Option<Credits>) -> Result<Hold, OverBudget> {
    let amount = worst_case.unwrap_or_default();
    entry.account.balance().hold(amount, entry.key.budget.as_ref(), clock::now())?;
    Ok(Hold { account: Arc::clone(&entry.account), amount, open: true })
}

/// Sets aside again what an earlier process had set aside. It was allowed then, whatever the budget is now.
pub(crate) fn hold_again(entry: &KeyEntry, amount: Option<Credits>) -> Hold {
    let amount = amount.unwrap_or_default();
    // Without a budget it can not be refused.
    let _ = entry.account.balance().hold(amount, None, clock::now());
    Hold { account: Arc::clone(&entry.account), amount, open: true }
}

impl Hold {
    /// What was really used takes the hold's place. Consuming it books it once.
    pub(crate) fn settle(mut self, used: Credits) {
        self.open = false;
        self.account.balance().settle(self.amount, used);
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if self.open {
            self.account.balance().settle(self.amount, Credits::ZERO);
        }
    }
}
