//! The slips that people really make, made in the description: each is found, in its line and column, alone and together
//! with all the others.

use codegen::diagnostic::{Severity, render_json};
use codegen::source::Source;
use vcha_tests::generate::{generate_vcha, spec};

/// A slip: what is replaced, by what, and the code of the finding. `¦` stands in front of what the finding points at.
struct Slip {
    name: &'static str,
    right: &'static str,
    wrong: &'static str,
    code: &'static str,
}

const SLIPS: &[Slip] = &[
    Slip {
        name: "a misspelt keyword",
        right: "asked for.\n      type: string\n      minLength: 1\n",
        wrong: "asked for.\n      type: string\n      ¦minLenght: 1\n",
        code: "OA0201",
    },
    Slip {
        name: "a property defined twice",
        right: "          description: IPv4 address of the interface.\n",
        wrong: "          description: IPv4 address of the interface.\n          ¦description: Twice.\n",
        code: "OA0104",
    },
    Slip {
        name: "a list of types, as OpenAPI 3.1 has it",
        right: "            has to be set.\n          type: string\n",
        wrong: "            has to be set.\n          ¦type: [string, 'null']\n",
        code: "OA0210",
    },
    Slip {
        name: "a reference to nothing",
        right: "        datastore:\n          description: >-\n            Datastore that takes all disks of the virtual machine. Unset: as if the storage itself were unset.\n          allOf:\n            - $ref: '#/components/schemas/DatastoreId'\n",
        wrong: "        datastore:\n          description: >-\n            Datastore that takes all disks of the virtual machine. Unset: as if the storage itself were unset.\n          allOf:\n            - $ref: ¦'#/components/schemas/DataStoreId'\n",
        code: "OA0301",
    },
    Slip {
        name: "a type that does not exist",
        right: "          description: DNS name or IP address of the vCenter Server.\n          type: string\n",
        wrong: "          description: DNS name or IP address of the vCenter Server.\n          type: ¦strnig\n",
        code: "OA0204",
    },
    Slip {
        name: "a number in words",
        right: "          example: vc-passive\n",
        wrong: "          maxLength: ¦eighty\n          example: vc-passive\n",
        code: "OA0202",
    },
    Slip {
        name: "a merge key",
        right: "    DiskSpec:\n",
        wrong: "    DiskSpec:\n      ¦<<: {title: Disk}\n",
        code: "OA0105",
    },
    Slip {
        name: "a boolean among the texts of an enum",
        right: "        - STANDARD_PORTGROUP\n        - DISTRIBUTED_PORTGROUP\n",
        wrong: "        - STANDARD_PORTGROUP\n        - DISTRIBUTED_PORTGROUP\n        - ¦true\n",
        code: "OA0402",
    },
    Slip {
        name: "a key beside a reference",
        right: "          items:\n            $ref: '#/components/schemas/rest.LocalizableMessage'\n        # The only fault",
        wrong: "          items:\n            $ref: '#/components/schemas/rest.LocalizableMessage'\n            ¦nullable: true\n        # The only fault",
        code: "OA0206",
    },
    Slip {
        name: "a status as text and as number",
        right: "        '403':\n",
        wrong: "        ¦400: {description: Once more.}\n        '403':\n",
        code: "OA0104",
    },
    Slip {
        name: "a required property that does not exist",
        right: "      required:\n        - ssl_thumbprint\n",
        wrong: "      required:\n        - ssl_thumbprint\n        - ¦ssl_thumbprnt\n",
        code: "OA0401",
    },
];

/// Makes the slips and gives what has to be found: code, line and column.
fn make(slips: &[Slip]) -> (String, Vec<String>) {
    let mut text = spec();
    for slip in slips {
        assert_eq!(text.matches(slip.right).count(), 1, "{}: the description has changed", slip.name);
        text = text.replace(slip.right, slip.wrong);
    }
    let mut expected = Vec::new();
    for slip in slips {
        let at = text.find(slip.wrong).unwrap() + slip.wrong.find('¦').unwrap();
        let start = text[..at].rfind('\n').unwrap() + 1;
        let (line, column) = (text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1);
        expected.push(format!("{} {line}:{column}", slip.code));
    }
    expected.sort();
    (text.replace('¦', ""), expected)
}

/// What is found: code, line and column.
fn found(text: &str) -> Vec<String> {
    let diagnostics = generate_vcha(text).err().map(|failure| failure.diagnostics).unwrap_or_default();
    assert!(diagnostics.iter().all(|one| one.severity == Severity::Error), "{diagnostics:#?}");
    let source = Source::new("spec/vcha.yaml", text);
    let mut found: Vec<String> = render_json(&source, &diagnostics)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| format!("{} {}:{}", line["code"].as_str().unwrap(), line["line"], line["column"]))
        .collect();
    found.sort();
    found
}

#[test]
fn each_slip_alone_is_found_where_it_is() {
    assert_eq!(SLIPS.len(), 11);
    let mut wrong = Vec::new();
    for slip in SLIPS {
        let (text, expected) = make(std::slice::from_ref(slip));
        let found = found(&text);
        if found != expected {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", slip.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_slips_at_once_are_found_in_one_run() {
    let (text, expected) = make(SLIPS);
    assert_eq!(found(&text), expected);
}

#[test]
fn without_a_slip_nothing_is_found() {
    let nothing: [&str; 0] = [];
    assert_eq!(found(&spec()), nothing);
}
