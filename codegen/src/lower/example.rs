//! Examples in the documentation: calls of constructors, with values for what they ask for, and what the examples show.

use super::sample::of_primitive;
use crate::model::{
    AnswerEnum, Api, Body, CallExample, Carried, Choice, Constructor, Content, Fault, FaultArm, FaultEnum, Holder,
    Ident, ItemPath, Member, Object, Operation, Output, Presence, Primitive, Received, Sample, Setting, Shown, Type,
    TypeDef, TypeId, TypeKind, Types,
};

/// How deep examples go before lists in them stay empty: a type may hold a list of itself.
const DEPTH: usize = 4;

/// How many values an example may consist of. A larger one tells nobody anything, and types can be nested in such a way
/// that it would have no end.
const VALUES: usize = 200;

/// From how many bytes on clippy may find a variant large beside the runtime's `RawFault`.
const LARGE: usize = 256;

/// How many members are looked at for that: more of them are large for certain.
const MEMBERS: usize = 64;

/// Adds the examples to a model that has everything else, and what follows for faults from their types.
pub(super) fn add(api: &mut Api) {
    api.types = api.types.map(|id, def| TypeDef { kind: complete(&api.types, id, &def.kind), ..def.clone() });
    for module in &mut api.modules {
        for operation in &mut module.operations {
            operation.example = of_call(&api.types, operation);
            match &mut operation.fault {
                Fault::Own(faults) => *faults = settled(&api.types, faults),
                Fault::Shared(id) => {
                    let user = ItemPath { home: module.path.clone(), name: operation.name.clone() };
                    match &mut api.types[*id].kind {
                        TypeKind::Fault(faults) => faults.users.push(user),
                        TypeKind::Object(_) | TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) => {
                        }
                    }
                }
                Fault::ByStatus(answers) => settle(&api.types, answers),
                Fault::Raw => {}
            }
            match &mut operation.output {
                Output::Several(answers) => settle(&api.types, answers),
                Output::Same(_) => {}
            }
        }
    }
}

fn complete(types: &Types, id: TypeId, kind: &TypeKind) -> TypeKind {
    match kind {
        TypeKind::Object(object) => {
            let complete = |one: &Constructor| {
                let example = of_constructor(types, object, one);
                Constructor { example, ..one.clone() }
            };
            let constructors = object.constructors.iter().map(complete).collect();
            TypeKind::Object(Box::new(Object { constructors, ..(**object).clone() }))
        }
        TypeKind::Choice(choice) => {
            TypeKind::Choice(Choice { example: Values::new(types).arm(id, choice, 0), ..choice.clone() })
        }
        TypeKind::Fault(faults) => TypeKind::Fault(settled(types, faults)),
        TypeKind::Enumeration(_) | TypeKind::Newtype(_) => kind.clone(),
    }
}

/// Faults with what follows from the types that they hold.
fn settled(types: &Types, faults: &FaultEnum) -> FaultEnum {
    let arm = |arm: &FaultArm| FaultArm {
        has_text: types.has_text(&arm.ty),
        example: Values::new(types).stand_in(&arm.ty, 0),
        ..arm.clone()
    };
    FaultEnum {
        arms: faults.arms.iter().map(arm).collect(),
        is_eq: faults.arms.iter().all(|arm| types.is_eq(&arm.ty)),
        is_large: faults.arms.iter().any(|arm| types.size(&arm.ty, &mut { MEMBERS }) >= LARGE),
        ..faults.clone()
    }
}

/// Adds to answers what follows from the types that they hold.
fn settle(types: &Types, answers: &mut AnswerEnum) {
    let is_eq = answers.types().all(|ty| types.is_eq(ty));
    let is_large = answers.types().any(|ty| types.size(ty, &mut { MEMBERS }) >= LARGE);
    (answers.is_eq, answers.is_large) = (is_eq, is_large);
    for arm in &mut answers.arms {
        arm.has_text = match &arm.answer.content {
            Received::Json(ty) | Received::Wrapped { ty, .. } => types.has_text(ty),
            Received::Text(_, ty) => *ty == Type::Primitive(Primitive::String),
            Received::Empty | Received::Bytes | Received::Events(_) => false,
        };
    }
}

/// What a constructor is called with, and what its example shows.
fn of_constructor(types: &Types, object: &Object, constructor: &Constructor) -> Option<CallExample> {
    let arguments = Values::new(types).arguments(object, constructor, 0)?;
    let tag = object.members.iter().zip(&constructor.settings).find_map(|(member, setting)| match setting {
        Setting::Tag(variant) => {
            let (of, variant, wire) = (member.ty.named()?, variant.clone(), constructor.arm.clone()?);
            Some(Shown::Is(vec![member.field.clone()], Sample::Variant { of, variant, wire }))
        }
        Setting::Argument | Setting::Unset => None,
    });
    let shown = tag.or_else(|| of_object(types, object, &[], 0)).or_else(|| {
        let (member, value) = object.arguments(constructor).zip(&arguments).next()?;
        Some(Shown::Is(vec![member.field.clone()], value.clone()))
    });
    Some(CallExample { arguments, shown: shown.unwrap_or(Shown::Default) })
}

fn of_call(types: &Types, operation: &Operation) -> Option<CallExample> {
    let required = || operation.parameters.iter().filter(|parameter| parameter.required);
    let mut fields: Vec<(&Ident, Option<&Type>, Sample)> = Vec::new();
    for parameter in required() {
        let value = match &parameter.example {
            Some(example) => Values::new(types).given(example, 0)?,
            None => Values::new(types).stand_in(&parameter.ty, 0)?,
        };
        fields.push((&parameter.field, Some(&parameter.ty), value));
    }
    let body = operation.body.iter().find(|body| body.required);
    if let Some(Body { field, content, .. }) = body {
        let Content::One(sent) = content else { return None };
        let value = match &sent.carried {
            Carried::Bytes => Sample::Bytes(Holder::Body),
            Carried::AnyType => Sample::Bytes(Holder::TypedBody(sent.media_type.replace('*', "example"))),
            Carried::Json(ty)
            | Carried::Wrapped { ty, .. }
            | Carried::Text(ty, _)
            | Carried::Form { ty, .. }
            | Carried::Multipart { ty, .. } => Values::new(types).stand_in(ty, 0)?,
        };
        fields.push((field, sent.carried.ty(), value));
    }
    // The body is the most interesting field.
    let told = if body.is_none() { fields.first() } else { fields.last() };
    let shown = told.map_or(Shown::Default, |(field, ty, value)| {
        let way = [(*field).clone()];
        let object = ty.and_then(|ty| types.object(ty)).and_then(|object| of_object(types, object, &way, 0));
        object.unwrap_or_else(|| Shown::Is(way.to_vec(), value.clone()))
    });
    Some(CallExample { arguments: fields.into_iter().map(|(.., value)| value).collect(), shown })
}

/// A statement about a new object, which is reached by these fields: a member that is unset, or one that is set.
fn of_object(types: &Types, object: &Object, way: &[Ident], depth: usize) -> Option<Shown> {
    let to = |member: &Member| [way, std::slice::from_ref(&member.field)].concat();
    if let Some(unset) = object.members.iter().find(|member| member.presence == Presence::Optional) {
        return object.union.is_none().then(|| Shown::Unset(to(unset)));
    }
    object.members.iter().filter(|_| depth <= 1).find_map(|member| match &member.example {
        Some(value @ (Sample::Bool(_) | Sample::Integer(_) | Sample::Text(_))) => {
            Some(Shown::Is(to(member), value.clone()))
        }
        Some(_) => None,
        None => of_object(types, types.object(&member.ty)?, &to(member), depth + 1),
    })
}

struct Values<'a> {
    types: &'a Types,
    /// How many more there may be.
    left: usize,
}

impl<'a> Values<'a> {
    fn new(types: &'a Types) -> Self {
        Self { types, left: VALUES }
    }

    /// The value that was chosen for a member, if there is room for it.
    fn given(&mut self, sample: &Sample, depth: usize) -> Option<Sample> {
        self.left = self.left.checked_sub(1)?;
        match sample {
            Sample::List(entries) => {
                let entries = entries.iter().filter(|_| depth <= DEPTH);
                entries.map(|entry| self.given(entry, depth + 1)).collect::<Option<Vec<_>>>().map(Sample::List)
            }
            other => Some(other.clone()),
        }
    }

    fn stand_in(&mut self, ty: &Type, depth: usize) -> Option<Sample> {
        self.left = self.left.checked_sub(1)?;
        Some(match ty {
            Type::Primitive(primitive) => of_primitive(*primitive, None),
            Type::Boxed(id) => Sample::Boxed(Box::new(self.stand_in(&Type::Named(*id), depth)?)),
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::Object(object) => self.built(*id, object, depth + 1)?,
                TypeKind::Choice(choice) => self.arm(*id, choice, depth + 1)?,
                TypeKind::Fault(_) => return None,
                TypeKind::Enumeration(list) => Sample::variant(*id, list.values.first()?),
                TypeKind::Newtype(newtype) => Sample::Wrapped(ty.clone(), newtype.example.clone()),
            },
            Type::List(_) if depth > DEPTH => Sample::List(Vec::new()),
            Type::List(item) => Sample::List(vec![self.stand_in(item, depth + 1)?]),
            Type::Map(_) => Sample::Map,
            Type::Nullable(_) => Sample::Null,
            Type::Any => Sample::Any,
        })
    }

    /// An arm of a choice: one that holds no type of the document, if there is one, because a choice may hold itself.
    fn arm(&mut self, of: TypeId, choice: &Choice, depth: usize) -> Option<Sample> {
        let arm = choice.arms.iter().find(|arm| arm.ty.named().is_none()).or(choice.arms.first())?;
        let held = match &arm.example {
            Some(sample) => self.given(sample, depth)?,
            None => self.stand_in(&arm.ty, depth)?,
        };
        Some(Sample::Arm { of, variant: arm.variant.clone(), is_boxed: arm.is_boxed, held: Box::new(held) })
    }

    /// A struct, made by the first of its constructors.
    fn built(&mut self, of: TypeId, object: &Object, depth: usize) -> Option<Sample> {
        let constructor = object.constructors.first()?;
        let arguments = self.arguments(object, constructor, depth)?;
        Some(Sample::Built { of, constructor: constructor.name.clone(), arguments })
    }

    fn arguments(&mut self, object: &Object, constructor: &Constructor, depth: usize) -> Option<Vec<Sample>> {
        let arguments = object.arguments(constructor).map(|member| match &member.example {
            Some(sample) => self.given(sample, depth),
            None => self.stand_in(&member.ty, depth),
        });
        arguments.collect()
    }
}
