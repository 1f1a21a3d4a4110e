//! "Did you mean": the nearest of a list of words. Nothing here knows what the words are for.

/// Words longer than this are not compared: the effort grows with the square.
const LONGEST: usize = 100;

/// The candidate nearest to `word`, if it is near enough to be a slip of the pen.
pub fn suggest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded: Vec<char> = word.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.is_empty() || folded.len() > LONGEST {
        return None;
    }
    let limit = (folded.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
        if candidate == word || other.len() > LONGEST || other.len().abs_diff(folded.len()) > limit {
            continue;
        }
        let distance = distance(&folded, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many characters must be changed, added, dropped or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut left_a = None;
    for (row, &in_a) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut left_b = None;
        for (column, &in_b) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let change = get(&last, column) + usize::from(in_a != in_b);
            let mut least = change.min(get(&last, column + 1) + 1).min(get(&current, column) + 1);
            if Some(in_a) == left_b && Some(in_b) == left_a {
                least = least.min(get(&before_last, column.saturating_sub(1)) + 1);
            }
            current.push(least);
            left_b = Some(in_b);
        }
        before_last = std::mem::replace(&mut last, current);
        left_a = Some(in_a);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn finds_slips_and_nothing_else() {
        for (word, list, expected) in [
            ("minLenght", &["maxLength", "minLength"][..], Some("minLength")),
            ("strnig", &["number", "string"], Some("string")),
            ("Required", &["required"], Some("required")),
            ("colour", &["type", "format"], None),
            ("", &["a"], None),
            ("get", &["put", "post"], None),
            ("descripton", &["description"], Some("description")),
        ] {
            assert_eq!(suggest(word, list.iter().copied()), expected, "{word}");
        }
    }

    #[test]
    fn long_words_are_left_alone() {
        let long = "a".repeat(100_000);
        assert_eq!(suggest(&long, [long.get(1..).unwrap_or_default()]), None);
    }
}
