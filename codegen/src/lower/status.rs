//! What statuses are called: the names of the registry of HTTP as names of variants.

use openapiv3::StatusCode;

use crate::model::Status;

/// The statuses that a key of `responses` stands for.
pub(super) fn of_key(key: &StatusCode) -> Status {
    match key {
        StatusCode::Code(code) => Status::Exact(*code),
        StatusCode::Range(digit) => Status::Range(*digit),
    }
}

/// Whether the answer is a success.
pub(super) fn is_success(status: Status) -> bool {
    matches!(status, Status::Exact(200..=299) | Status::Range(2))
}

/// Whether HTTP gives such answers no body, whatever anybody says (RFC 9110, section 6.4.1).
pub(super) fn is_bodiless(status: Status) -> bool {
    matches!(status, Status::Exact(100..=199 | 204 | 205 | 304) | Status::Range(1))
}

/// The words that a variant is named with.
pub(super) fn words(status: Status) -> String {
    match status {
        Status::Exact(code) => NAMES
            .iter()
            .find(|(known, _)| *known == code)
            .map_or_else(|| format!("Status {code}"), |(_, name)| (*name).to_owned()),
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "Client error".to_owned(),
        Status::Range(5) => "Server error".to_owned(),
        Status::Range(digit) => format!("Status {digit}XX"),
        Status::Default => "Default".to_owned(),
    }
}

/// The registry of IANA.
const NAMES: [(u16, &str); 62] = [
    (100, "Continue"),
    (101, "Switching protocols"),
    (102, "Processing"),
    (103, "Early hints"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non authoritative information"),
    (204, "No content"),
    (205, "Reset content"),
    (206, "Partial content"),
    (207, "Multi status"),
    (208, "Already reported"),
    (226, "Im used"),
    (300, "Multiple choices"),
    (301, "Moved permanently"),
    (302, "Found"),
    (303, "See other"),
    (304, "Not modified"),
    (305, "Use proxy"),
    (307, "Temporary redirect"),
    (308, "Permanent redirect"),
    (400, "Bad request"),
    (401, "Unauthorized"),
    (402, "Payment required"),
    (403, "Forbidden"),
    (404, "Not found"),
    (405, "Method not allowed"),
    (406, "Not acceptable"),
    (407, "Proxy authentication required"),
    (408, "Request timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length required"),
    (412, "Precondition failed"),
    (413, "Payload too large"),
    (414, "Uri too long"),
    (415, "Unsupported media type"),
    (416, "Range not satisfiable"),
    (417, "Expectation failed"),
    (418, "Im a teapot"),
    (421, "Misdirected request"),
    (422, "Unprocessable entity"),
    (423, "Locked"),
    (424, "Failed dependency"),
    (425, "Too early"),
    (426, "Upgrade required"),
    (428, "Precondition required"),
    (429, "Too many requests"),
    (431, "Request header fields too large"),
    (451, "Unavailable for legal reasons"),
    (500, "Internal server error"),
    (501, "Not implemented"),
    (502, "Bad gateway"),
    (503, "Service unavailable"),
    (504, "Gateway timeout"),
    (505, "Http version not supported"),
    (506, "Variant also negotiates"),
    (507, "Insufficient storage"),
    (508, "Loop detected"),
    (510, "Not extended"),
    (511, "Network authentication required"),
];
