//! Listeners: accepting connections within bounds, handing requests to a router, and stopping without cutting
//! anyone off.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::api::entrance::Entrance;

/// One listener and what is behind it.
pub(crate) struct Listener {
    pub(crate) socket: TcpListener,
    pub(crate) entrance: Arc<Entrance>,
    pub(crate) connections: usize,
    /// For a client to send its headers.
    pub(crate) patience: Duration,
    /// For requests under way when stopping.
    pub(crate) drain: Duration,
    /// Cancelled when requests under way are not to be waited for.
    pub(crate) cut: CancellationToken,
    /// Cancelled once the address is free again.
    pub(crate) closed: CancellationToken,
}

/// Opens a listener's socket.
pub(crate) async fn bind(address: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpListener::bind(address).await?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

impl Listener {
    /// Serves until told to stop, then until the last request has ended or patience has.
    pub(crate) async fn serve(self, stop: CancellationToken) {
        let places = Arc::new(Semaphore::new(self.connections));
        let graceful = GracefulShutdown::new();
        // A child: what one listener cuts off at its end is not another's.
        let (open, cut) = (TaskTracker::new(), self.cut.child_token());
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = accept(&self.socket, &places) => accepted,
            };
            let Some((stream, peer, place)) = accepted else { continue };
            // Without it the first token of a stream waits for the peer's delayed acknowledgement: 40 ms.
            let _ = stream.set_nodelay(true);
            let entrance = Arc::clone(&self.entrance);
            let service = service_fn(move |request: Request<Incoming>| {
                let entrance = Arc::clone(&entrance);
                async move { Ok::<_, std::convert::Infallible>(entrance.enter(request, peer).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.patience)
                .max_buf_size(MOST_BUFFERED)
                .serve_connection(TokioIo::new(stream), service);
            let connection = graceful.watch(connection);
            let cut = cut.clone();
            open.spawn(async move {
                // A client that goes away in the middle is its own business.
                let _ = cut.run_until_cancelled(connection).await;
                drop(place);
            });
        }
        drop(self.socket);
        self.closed.cancel();
        if tokio::time::timeout(self.drain, graceful.shutdown()).await.is_err() {
            tracing::warn!("requests were still under way when the time to stop was over: they are cut off and settled");
        }
        // Cut off, a request settles as if its client had hung up; the store is closed only after that.
        cut.cancel();
        open.close();
        open.wait().await;
    }
}

/// Above what we allow for headers, so that it is us who says so.
const MOST_BUFFERED: usize = 256 << 10;

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(socket: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match socket.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            // Out of file handles, most likely: give those that are open a moment to end.
            tracing::warn!("a connection could not be accepted: {error}");
            tokio::time::sleep_until(tokio::time::Instant::now() + Duration::from_millis(50)).await;
            None
        }
    }
}
