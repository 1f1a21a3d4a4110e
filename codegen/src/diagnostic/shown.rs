//! Which keys of a document are shown. A key that holds more than a name may hold a secret: in the YAML
//! `{username: op, password:hunter2}` the second key is `password:hunter2`. Values are of no concern here.

use std::borrow::Cow;

use crate::pointer::Pointer;

/// What stands for a key that is not shown.
const HIDDEN: &str = "…";

/// Keys of more bytes are no names.
const LONGEST: usize = 200;

/// The first words of media types.
const MEDIA: [&str; 9] = ["*", "application", "audio", "font", "image", "message", "multipart", "text", "video"];

/// Whether a key is a name, a path or a media type, and nothing else.
pub(crate) fn may_show(key: &str) -> bool {
    let is_visible = |letter: char| !letter.is_whitespace() && !letter.is_control();
    let is_named = |letter: char| letter.is_alphanumeric() || "_-.$/+@*#~!|<>[](){}^%".contains(letter);
    let is_media = || key.split_once('/').is_some_and(|(first, _)| MEDIA.contains(&first));
    if key.len() > LONGEST {
        return false;
    }
    key.chars().all(is_named) || key.starts_with('/') && key.chars().all(is_visible) || is_media()
}

/// The key, or what stands for it.
pub(crate) fn shown(key: &str) -> &str {
    if may_show(key) { key } else { HIDDEN }
}

/// A text about a place, without the keys on the way there that are not shown.
pub(super) fn without_hidden(text: String, at: &Pointer) -> String {
    // A key that is longer than the text cannot stand in it; a document of one huge key has many findings below it.
    let quoted = hidden(at).filter(|step| step.len() <= text.len().saturating_mul(2));
    quoted.map(Pointer::step).fold(text.clone(), |text, key| text.replace(&*key, HIDDEN))
}

/// The steps to keys that are not shown, escaped as the pointer has them.
fn hidden(at: &Pointer) -> impl Iterator<Item = &str> {
    at.as_str().split('/').skip(1).filter(|step| step.len() > 2 * LONGEST || !may_show(&Pointer::step(step)))
}

/// A pointer as it is shown.
pub(crate) fn shown_pointer(at: &Pointer) -> Cow<'_, str> {
    if hidden(at).next().is_none() {
        return Cow::Borrowed(at.as_str());
    }
    let mut visible = Pointer::root();
    at.tokens().for_each(|token| visible.push(shown(&token)));
    Cow::Owned(visible.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_and_what_holds_more_is_not() {
        for name in [
            "",
            "typ",
            "$ref",
            "x-codegen-name",
            "com.vmware.vapi.std.errors.not_found",
            "Übergröße",
            "List[Pet]",
            "/vcenter/vcha/cluster/passive?action=redeploy&vmw-task=true",
            "/v1/{name}:cancel",
            "application/json; charset=utf-8",
            "4XX",
        ] {
            assert!(may_show(name), "{name}");
        }
        for key in
            ["password:hunter2", "password=hunter2", "password hunter2", "a\nb", "a\u{7}", "user,password", "\"x\""]
        {
            assert!(!may_show(key), "{key}");
        }
        assert!(!may_show(&"a".repeat(201)));
    }

    #[test]
    fn hidden_keys_are_hidden_in_texts_and_pointers() {
        let at = Pointer::root().join("components").join("password:hunter2").join("a/b");
        assert_eq!(shown_pointer(&at), "/components/…/a~1b");
        assert_eq!(without_hidden("no key `password:hunter2`".to_owned(), &at), "no key `…`");
    }
}
