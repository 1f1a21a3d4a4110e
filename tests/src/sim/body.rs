//! The body of an answer, delivered whole, in pieces, padded or cut off.
//! Which of these it is was decided before; nothing is decided here.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use super::answer::Delivery;

/// Size of a piece of padding.
const PIECE: u64 = 64 * 1024;

/// The bytes of an answer and the pace at which they come.
pub(crate) struct SimBody {
    rest: Bytes,
    padding: u64,
    /// Bytes that are announced but never come.
    missing: u64,
    chunk: usize,
    pause: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    /// A piece was handed out, so the next poll lets it reach the wire first.
    unflushed: bool,
}

/// The connection is to end here.
#[derive(Debug)]
pub(crate) struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cut off on purpose")
    }
}

impl std::error::Error for CutOff {}

impl SimBody {
    pub(crate) fn new(bytes: Vec<u8>, delivery: &Delivery) -> Self {
        let mut body = Self {
            rest: Bytes::from(bytes),
            padding: 0,
            missing: 0,
            chunk: usize::MAX,
            pause: Duration::ZERO,
            timer: None,
            unflushed: false,
        };
        match *delivery {
            Delivery::Cut(keep) => {
                let lost = body.rest.split_off(keep.min(body.rest.len()));
                body.missing = length(&lost);
                // The head has to be on the wire before the connection ends.
                body.unflushed = true;
            }
            Delivery::Trickle { chunk, pause } => (body.chunk, body.pause) = (chunk, pause),
            Delivery::Pad(bytes) => body.padding = bytes,
            Delivery::Whole | Delivery::Late(_) | Delivery::Close | Delivery::Hang => {}
        }
        body
    }

    /// Waits between pieces; with no pause, still gives the wire a turn.
    fn poll_wait(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.unflushed {
            self.unflushed = false;
            if self.pause.is_zero() {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(self.pause)));
            timer.as_mut().reset(Instant::now() + self.pause);
        }
        if !self.pause.is_zero()
            && let Some(timer) = &mut self.timer
        {
            ready!(timer.as_mut().poll(cx));
        }
        Poll::Ready(())
    }

    fn next_piece(&mut self) -> Option<Bytes> {
        if !self.rest.is_empty() {
            return Some(self.rest.split_to(self.chunk.min(self.rest.len())));
        }
        let piece = self.padding.min(PIECE);
        self.padding -= piece;
        (piece > 0).then(|| Bytes::from(vec![b' '; usize::try_from(piece).unwrap_or_default()]))
    }
}

impl Body for SimBody {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        let body = self.get_mut();
        ready!(body.poll_wait(cx));
        match body.next_piece() {
            Some(piece) => {
                body.unflushed = body.chunk < usize::MAX || body.missing > 0;
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            None if body.missing > 0 => Poll::Ready(Some(Err(CutOff))),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.padding == 0 && self.missing == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(length(&self.rest).saturating_add(self.padding).saturating_add(self.missing))
    }
}

fn length(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
