//! Any text to lower-case ASCII words: symbols, letters beyond ASCII, acronyms. Casing and reserved words are not
//! settled here.
//!
//! ASCII only, because a type's name is also the name of a module and so of a file.

use heck::ToSnakeCase as _;

/// Acronyms that may stand next to each other without a boundary: `VCID` is `vc_id`.
const ACRONYMS: &str = "
    ACL API CIDR CPU CRL DHCP DNS FQDN FTP GUID HA HTTP HTTPS IAM ID IP IPMI IPV4 IPV6 JSON JWT LDAP MAC MTU NFS NIC
    NTP OVF RAM RPC SAML SDK SMTP SNMP SOAP SQL SSH SSL SSO TCP TLS TTL UDP URI URL USB UUID VC VCHA VLAN VM VPN XML
";

/// Symbols and what they are called; of several that fit, the first counts.
const SYMBOLS: &str = r##"
    != not_equal == equal <= at_most >= at_least && and || or =~ matches + plus - minus = equal ! not < less > greater
    * star / slash \ backslash % percent & and | or ^ caret ~ tilde # hash @ at $ dollar . dot , comma : colon
    ; semicolon ? question _ underscore " quote ` backtick ( parenthesis ) parenthesis [ bracket ] bracket { brace
    } brace
"##;

/// Longer runs of capitals are no pile of acronyms.
const LONGEST_RUN: usize = 40;

/// Acronyms with a small letter in them, which would look like two words: `MiB`.
const MIXED: &str = "KiB MiB GiB TiB PiB EiB";

/// The words of a text; never none. Symbols count by the part between spaces that they stand in: `Votes -1` is
/// `votes_minus_1`, as `-1` is `minus_1`.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut spoken = String::new();
    let says_something = |part: &&str| part.chars().any(|c| c.is_alphanumeric() || c.is_ascii_graphic());
    let parts: Vec<&str> = text.split(' ').filter(|part| *part != "-").filter(says_something).collect();
    if parts.len() < 2 {
        spoken = spell_out(text);
    } else {
        for part in parts {
            spoken.push('_');
            spoken.push_str(&spell_out(part));
        }
    }
    of_ascii(&spoken)
}

/// The words of a text with everything spoken that is no ASCII letter or digit: texts that differ in symbols give
/// different words.
pub(super) fn spelled(text: &str) -> Vec<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_between = c == '_' && out.ends_with(|c: char| c != '_');
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let is_negative = after.starts_with(|c: char| c.is_ascii_digit()) && !out.ends_with(|c: char| c != '_');
        let symbol = symbol(rest);
        let length = symbol.map_or(c.len_utf8(), |(symbol, _)| symbol.len());
        match (c, symbol) {
            ('_', _) if is_between && after.starts_with(|c: char| c.is_ascii_alphanumeric()) => out.push('_'),
            ('-', _) if !is_negative && length == 1 => speak(&mut out, "dash"),
            (' ', _) => speak(&mut out, "space"),
            ('\'', _) => speak(&mut out, "apostrophe"),
            (_, Some((_, word))) => speak(&mut out, word),
            (c, None) if c.is_ascii_alphanumeric() => out.push(c),
            (c, None) => speak(&mut out, &format!("u{:x}", u32::from(c))),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    of_ascii(&out)
}

/// A word for how the letters of a text are written, for texts that differ in nothing else.
pub(super) fn case_of(text: &str) -> &'static str {
    let letters = || text.chars().filter(char::is_ascii_alphabetic);
    match (letters().any(|c| c.is_ascii_lowercase()), letters().any(|c| c.is_ascii_uppercase())) {
        (true, true) if letters().next().is_some_and(|c| c.is_ascii_lowercase()) => "camel",
        (true, true) => "capital",
        (false, true) => "upper",
        (_, false) => "lower",
    }
}

fn of_ascii(text: &str) -> Vec<String> {
    let mut marked = String::new();
    for run in text.split('_') {
        marked.push('_');
        mark(run, &mut marked);
    }
    some(marked.to_snake_case())
}

/// The symbol that a text starts with, and what it is called.
fn symbol(text: &str) -> Option<(&'static str, &'static str)> {
    let mut entries = SYMBOLS.split_ascii_whitespace();
    let mut symbols = std::iter::from_fn(|| entries.next().zip(entries.next()));
    symbols.find(|(symbol, _)| text.starts_with(symbol))
}

/// The words of a text whose case means nothing, such as the id of a rule; never none.
pub(super) fn letter_by_letter(text: &str) -> Vec<String> {
    some(text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect())
}

fn some(snake: String) -> Vec<String> {
    let words: Vec<String> = snake.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    if words.is_empty() { vec!["empty".to_owned()] } else { words }
}

/// The text in ASCII letters, digits and `_`, with the symbols that carry its meaning as words.
fn spell_out(text: &str) -> String {
    let bare = !text.chars().any(char::is_alphanumeric);
    let first = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let last = text.rfind(char::is_alphanumeric).unwrap_or(0);
    let number = text.get(first..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let mut out = String::new();
    let mut rest = text;
    let mut before = '_';
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let digit = || rest.get(1..).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
        let spoken = match c {
            _ if bare => true,
            // A sign, and no hyphen: `GMT+1`, `reactions--1`.
            '+' if digit() => true,
            '-' if at > 0 && digit() && !before.is_alphanumeric() => true,
            '-' => at < first && number,
            '+' | '<' | '>' | '=' | '!' if at < first => true,
            '+' | '#' | '%' | '*' | '!' | '<' | '>' | '=' => at > last,
            _ => false,
        };
        // Few characters are spoken, and all symbols are looked at for each of those.
        let (symbol, word) = spoken.then(|| symbol(rest)).flatten().unwrap_or_default();
        rest = rest.get(symbol.len().max(c.len_utf8())..).unwrap_or_default();
        before = c;
        if !word.is_empty() {
            speak(&mut out, word);
        } else if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(letters) = plain(c) {
            out.push_str(letters);
        } else if c.is_alphanumeric() || (spoken && !c.is_ascii() && !c.is_whitespace() && !is_silent(c)) {
            speak(&mut out, &format!("u{:x}", u32::from(c)));
        } else if c == ' ' && spoken {
            speak(&mut out, "space");
        } else if !is_silent(c) {
            out.push('_');
        }
    }
    out
}

/// Apostrophes and combining accents do not part a word.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

fn speak(out: &mut String, word: &str) {
    out.push('_');
    out.push_str(word);
    out.push('_');
}

/// The nearest ASCII letters of a Latin letter.
fn plain(c: char) -> Option<&'static str> {
    const TABLE: &str = "
        a=àáâãäåāăą A=ÀÁÂÃÄÅĀĂĄ c=çćĉċč C=ÇĆĈĊČ d=ďđð D=ĎĐÐ e=èéêëēĕėęě E=ÈÉÊËĒĔĖĘĚ g=ĝğġģ G=ĜĞĠĢ h=ĥħ H=ĤĦ
        i=ìíîïĩīĭįı I=ÌÍÎÏĨĪĬĮİ j=ĵ J=Ĵ k=ķ K=Ķ l=ĺļľŀł L=ĹĻĽĿŁ n=ñńņň N=ÑŃŅŇ o=òóôõöøōŏő O=ÒÓÔÕÖØŌŎŐ r=ŕŗř
        R=ŔŖŘ s=śŝşšș S=ŚŜŞŠȘ t=ţťŧț T=ŢŤŦȚ u=ùúûüũūŭůűų U=ÙÚÛÜŨŪŬŮŰŲ w=ŵ W=Ŵ y=ýÿŷ Y=ÝŸŶ z=źżž Z=ŹŻŽ ss=ß SS=ẞ
        ae=æ Ae=Æ oe=œ Oe=Œ th=þ Th=Þ
    ";
    if c.is_ascii() {
        return None;
    }
    let mut entries = TABLE.split_ascii_whitespace().filter_map(|entry| entry.split_once('='));
    entries.find(|(_, letters)| letters.contains(c)).map(|(ascii, _)| ascii)
}

/// Appends a run of ASCII letters and digits with its acronyms set apart, so that `heck` leaves them whole.
fn mark(run: &str, out: &mut String) {
    let bytes = run.as_bytes();
    let mut at = 0;
    let mut fresh = true;
    while let Some(&byte) = bytes.get(at) {
        let rest = run.get(at..).unwrap_or_default();
        let start = fresh || starts_word(bytes, at);
        match start.then(|| acronyms(rest)).flatten() {
            Some((words, length)) => {
                for word in words {
                    speak(out, &word);
                }
                at += length;
                fresh = true;
            }
            None => {
                out.push(char::from(byte));
                at += 1;
                fresh = false;
            }
        }
    }
}

/// Where `heck` sees the start of a word: behind a small letter or a digit, or at the last capital before a small one.
fn starts_word(bytes: &[u8], at: usize) -> bool {
    let get = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b'_');
    let (before, here, after) = (get(at.checked_sub(1)), get(Some(at)), get(at.checked_add(1)));
    here.is_ascii_uppercase() && (!before.is_ascii_uppercase() || after.is_ascii_lowercase())
}

/// The acronyms that a text starts with, in lower case, and how many bytes they take.
fn acronyms(text: &str) -> Option<(Vec<String>, usize)> {
    let small = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_lowercase);
    if let Some(rest) = text.strip_prefix("OAuth").filter(|_| !small("OAuth".len())) {
        let length = "OAuth".len() + rest.bytes().take_while(u8::is_ascii_digit).count();
        return Some((vec![text.get(..length)?.to_ascii_lowercase()], length));
    }
    let mixed = MIXED.split_ascii_whitespace().find(|unit| text.starts_with(unit) && !small(unit.len()));
    if let Some(unit) = mixed {
        return Some((vec![unit.to_ascii_lowercase()], unit.len()));
    }
    let capital = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let length = text.bytes().take(LONGEST_RUN + 1).take_while(capital).count();
    if length > LONGEST_RUN {
        return None;
    }
    let (run, rest) = text.split_at_checked(length)?;
    let version =
        rest.strip_prefix('v').map_or(0, |digits| digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len()));
    if version > 0 && length >= 2 {
        let words = decompose(run).unwrap_or_else(|| vec![run.to_ascii_lowercase()]);
        return Some((with_tail(words, rest.get(..=version)?), length + 1 + version));
    }
    if rest.starts_with('s') && !small(length + 1) {
        return decompose(run).map(|words| (with_tail(words, "s"), length + 1));
    }
    let length = if small(length) { length.checked_sub(1)? } else { length };
    decompose(text.get(..length)?).map(|words| (words, length))
}

fn with_tail(mut words: Vec<String>, tail: &str) -> Vec<String> {
    if let Some(last) = words.last_mut() {
        last.push_str(tail);
    }
    words
}

/// A run of capitals as known acronyms and nothing else; of several ways the one with the longest first piece.
fn decompose(run: &str) -> Option<Vec<String>> {
    if run.is_empty() {
        return None;
    }
    // Entry `n`: the acronyms that the last `n` bytes consist of.
    let mut tails: Vec<Option<Vec<&str>>> = vec![Some(Vec::new())];
    for start in (0..run.len()).rev() {
        let text = run.get(start..)?;
        let mut best: Option<Vec<&str>> = None;
        for acronym in ACRONYMS.split_ascii_whitespace() {
            let Some(rest) = text.strip_prefix(acronym) else { continue };
            let Some(Some(tail)) = tails.get(rest.len()) else { continue };
            if best.as_ref().and_then(|best| best.first()).is_none_or(|first| first.len() < acronym.len()) {
                best = Some(std::iter::once(acronym).chain(tail.iter().copied()).collect());
            }
        }
        tails.push(best);
    }
    let words = tails.pop()??;
    Some(words.into_iter().map(str::to_ascii_lowercase).collect())
}
