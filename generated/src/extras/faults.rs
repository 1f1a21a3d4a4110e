//! What callers ask of a fault: its short name, its texts, the certificate it is about.
//!
//! Reading a fault from an answer is generated; nothing here decides which fault an answer is.

use std::borrow::Cow;

use crate::api::rt::support::Text;
use crate::api::rt::{FromJson as _, Json, Mode, RawFault, Reader, Thumbprint};
use crate::api::rules;
use crate::api::types::rest::{LocalizableMessage, RedeployTaskFault};

use super::refusal::Refusal;

/// The most characters of a name, an identifier or a thumbprint.
const NAME_LIMIT: usize = 200;

impl RedeployTaskFault {
    /// The short name of the fault, as VMware's page writes it: `unverified_peer`, `unauthorized`, …
    ///
    /// For a fault that the description does not have it is what the body says, and `None` where it says nothing: a
    /// proxy's page, an empty body.
    ///
    /// ```
    /// use vcha_client::{AccessErrorInfo, RedeployTaskFault};
    ///
    /// let fault = RedeployTaskFault::Unauthorized(AccessErrorInfo::new(Vec::new()));
    /// assert_eq!(fault.kind().as_deref(), Some("unauthorized"));
    /// ```
    #[must_use]
    pub fn kind(&self) -> Option<Cow<'_, str>> {
        let name = self.tag()?.rsplit('.').next()?;
        // `type` has it in small letters, `error_type` in capitals.
        let is_capital = name.contains(|letter: char| letter.is_ascii_uppercase());
        Some(if is_capital { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) })
    }

    /// The server's messages, the outermost first and its causes after it. Empty for
    /// [`Other`](RedeployTaskFault::Other); [`texts`](Self::texts) looks there too.
    ///
    /// ```
    /// use vcha_client::{ErrorInfo, LocalizableMessage, RedeployTaskFault};
    ///
    /// let message = LocalizableMessage::new("com.example.clone_failed", "The clone failed.", Vec::new());
    /// let fault = RedeployTaskFault::Error(ErrorInfo::new(vec![message]));
    /// assert_eq!(fault.messages()[0].id, "com.example.clone_failed");
    /// ```
    #[must_use]
    pub fn messages(&self) -> &[LocalizableMessage] {
        match self {
            Self::InvalidArgument(fault)
            | Self::UnexpectedInput(fault)
            | Self::InvalidRequest(fault)
            | Self::NotFound(fault)
            | Self::OperationNotFound(fault)
            | Self::ServiceUnavailable(fault)
            | Self::TimedOut(fault)
            | Self::InternalServerError(fault)
            | Self::Error(fault) => &fault.messages,
            Self::Unauthenticated(fault) | Self::Unauthorized(fault) => &fault.messages,
            Self::UnverifiedPeer(fault) => &fault.messages,
            Self::Other(_) => &[],
        }
    }

    /// What the server says, for an operator to read: the English text of each message, arguments filled in, or the
    /// message's id where there is no text.
    ///
    /// Each is a single line of bounded length without control characters, so that it can be printed as it is. It is in
    /// the server's own words, and a server may repeat what it was sent; the texts of [`Other`](RedeployTaskFault::Other)
    /// are taken from its body likewise.
    ///
    /// ```
    /// use vcha_client::{ErrorInfo, LocalizableMessage, RedeployTaskFault};
    ///
    /// let message = LocalizableMessage::new("com.example.clone_failed", "The clone\nfailed.", Vec::new());
    /// let fault = RedeployTaskFault::Error(ErrorInfo::new(vec![message]));
    /// assert_eq!(fault.texts(), ["The clone failed."]);
    /// ```
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Other(raw) => body(raw).map(|body| Refusal::from_json(&body).texts().to_vec()).unwrap_or_default(),
            known => known.messages().iter().map(|message| text(&message.default_message, &message.id)).collect(),
        }
    }

    /// The thumbprint of the certificate that the server does not trust, if this is about one.
    ///
    /// It is what the active node saw, which may be an impostor's: compare it with what the management vCenter Server
    /// shows before putting it into [`ConnectionSpec::ssl_thumbprint`](crate::ConnectionSpec::ssl_thumbprint). It may
    /// be a SHA-256 value, which draws a warning there. What is no thumbprint is left out.
    ///
    /// ```
    /// use vcha_client::{CertificateInfo, PeerErrorInfo, RedeployTaskFault};
    ///
    /// let seen = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09";
    /// let mut fault = PeerErrorInfo::new(Vec::new());
    /// fault.data = Some(CertificateInfo::new(seen));
    /// assert_eq!(RedeployTaskFault::UnverifiedPeer(fault).thumbprint(), Some(seen));
    /// ```
    #[must_use]
    pub fn thumbprint(&self) -> Option<&str> {
        match self {
            Self::UnverifiedPeer(fault) => thumbprint(&fault.data.as_ref()?.ssl_thumbprint),
            _ => None,
        }
    }
}

/// The body of a fault that is not described, if it is JSON and was kept whole.
fn body(raw: &RawFault) -> Option<Json> {
    let mut reader = Reader::new(raw.excerpt(), Mode::Response, &rules::READ);
    let value = Json::from_json(&mut reader);
    reader.finish(value).ok()
}

/// A message as a line, or its id where it says nothing.
pub(super) fn text(message: &str, id: &str) -> String {
    let line = one_line(message);
    if line.is_empty() { one_line(id) } else { line }
}

/// A server's word that is a thumbprint; anything else there may be anything.
pub(super) fn thumbprint(text: &str) -> Option<&str> {
    let text = text.trim();
    text.parse::<Thumbprint>().is_ok().then_some(text)
}

/// A server's words as one line that can be printed as it is.
pub(super) fn one_line(text: &str) -> String {
    Text::new(text).to_string()
}

/// Like [`one_line`], for what is a word rather than a sentence.
pub(super) fn name(text: &str) -> String {
    one_line(text).chars().take(NAME_LIMIT).collect()
}
