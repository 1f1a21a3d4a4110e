//! Media types: what kind of content a name such as `application/problem+json; charset=utf-8` stands for. Which of them an
//! operation sends or reads is decided in `body` and in `operation`.

/// What a body of a media type consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// A value as JSON.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// A text that nobody takes apart: plain text, XML, YAML.
    Text,
    /// Server-sent events.
    Events,
    /// Anything else, as the bytes that it is.
    Bytes,
}

/// Types beyond `text/*` that are read and written as a text.
const TEXTS: [&str; 8] = [
    "application/xml",
    "application/yaml",
    "application/x-yaml",
    "application/vnd.yaml",
    "application/javascript",
    "application/graphql",
    "application/sql",
    "application/toml",
];

impl Media {
    /// What the media type of this name is made of.
    pub(super) fn of(name: &str) -> Self {
        let essence = essence(name);
        let (kind, rest) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
        let suffix = rest.rsplit_once('+').map_or("", |(_, suffix)| suffix);
        match essence.as_str() {
            "application/json" | "text/json" | "text/x-json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            "text/event-stream" => Self::Events,
            _ if suffix == "json" => Self::Json,
            _ if kind == "text" || matches!(suffix, "xml" | "yaml") || TEXTS.contains(&essence.as_str()) => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// The name without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the name stands for several media types, such as `image/*`: nobody can send that as it stands.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).ends_with('*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        for (media, names) in [
            (
                Media::Json,
                &["application/json", "Application/JSON; charset=utf-8", "application/vnd.a.v1+json", "text/json"][..],
            ),
            (Media::Form, &["application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8"]),
            (Media::Multipart, &["multipart/form-data"]),
            (
                Media::Text,
                &["text/plain", "text/csv", "text/*", "application/xml", "application/soap+xml", "application/yaml"],
            ),
            (Media::Events, &["text/event-stream"]),
            (
                Media::Bytes,
                &[
                    "application/octet-stream",
                    "image/png",
                    "image/*",
                    "*/*",
                    "multipart/mixed",
                    "application/x-ndjson",
                    "",
                    "json",
                ],
            ),
        ] {
            for name in names {
                assert_eq!(Media::of(name), media, "{name}");
            }
        }
        assert!(is_range("image/*") && is_range("*/*;q=1") && !is_range("image/png"));
    }
}
