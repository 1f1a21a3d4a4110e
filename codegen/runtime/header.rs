//! Headers of an answer as values. One that is missing or malformed is absent: it does not make a success an error.

use http::HeaderMap;

use super::FromJson;
use super::answer::Plain;
use super::json::UNTOLD;

/// The value of a header.
pub fn header_value<T: FromJson>(headers: &HeaderMap, name: &str, plain: Plain) -> Option<T> {
    plain.read(headers.get(name)?.to_str().ok()?, &UNTOLD).ok()
}

/// The values of a header that is a list: with commas in between, in one line or in several (RFC 9110, section 5.3).
pub fn header_list<T: FromJson>(headers: &HeaderMap, name: &str, plain: Plain) -> Option<Vec<T>> {
    let mut values = Vec::new();
    for line in headers.get_all(name) {
        for item in line.to_str().ok()?.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            values.push(plain.read(item, &UNTOLD).ok()?);
        }
    }
    headers.contains_key(name).then_some(values)
}

/// Each line of a header that may come several times and holds commas of its own: `Set-Cookie`.
pub fn header_lines<T: FromJson>(headers: &HeaderMap, name: &str, plain: Plain) -> Vec<T> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.filter_map(|line| plain.read(line, &UNTOLD).ok()).collect()
}
