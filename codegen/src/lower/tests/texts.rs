//! Texts for people.

use super::{complaints, object, own, receiving};
use crate::diagnostic::{Code, Severity};
use crate::model::TextForm;
use crate::options::Strictness;

#[test]
fn the_key_names_a_member() {
    let api = own(&receiving(
        "
Root: {type: object, x-codegen-text: list, properties: {id: {type: string}, list: {type: array, items: {$ref: '#/components/schemas/Message'}}}}
Message: {type: object, x-codegen-text: text, properties: {text: {$ref: '#/components/schemas/Text'}, plain: {$ref: '#/components/schemas/Plain'}}}
Plain: {type: object, properties: {text: {type: string}}}
Text: {type: string}
",
    ));
    let text = |name: &str| {
        let text = object(&api, name).text.as_ref().expect("a text for people");
        (text.field.as_str().to_owned(), text.is_required, text.is_list, text.form)
    };
    assert_eq!(text("Root"), ("list".to_owned(), false, true, TextForm::Object));
    assert_eq!(text("Message"), ("text".to_owned(), false, false, TextForm::Named));
    assert_eq!(object(&api, "Plain").text, None);
}

#[test]
fn a_type_that_holds_a_secret_has_no_text() {
    let text = receiving(
        "
Root: {type: object, x-codegen-text: text, properties: {text: {type: string}, inner: {type: array, items: {$ref: '#/components/schemas/Inner'}}}}
Inner: {type: object, properties: {password: {type: string, format: password}}}
",
    );
    for strictness in [Strictness::Own, Strictness::Foreign] {
        let found = complaints(&text, strictness);
        let [(code, severity, at, _)] = found.as_slice() else { panic!("{found:?}") };
        let wanted = (Code::BadExtension, Severity::Error, "/components/schemas/Root/x-codegen-text");
        assert_eq!((*code, *severity, at.as_str()), wanted);
    }
}

#[test]
fn a_key_that_no_type_comes_of_is_reported() {
    let text = receiving(
        "
Root: {x-codegen-text: text, allOf: [{$ref: '#/components/schemas/Inner'}]}
Inner: {type: object, properties: {text: {type: string}}}
",
    );
    let found = complaints(&text, Strictness::Own);
    let [(code, severity, at, _)] = found.as_slice() else { panic!("{found:?}") };
    let wanted = (Code::WouldBeLost, Severity::Warning, "/components/schemas/Root/x-codegen-text");
    assert_eq!((*code, *severity, at.as_str()), wanted);
}
