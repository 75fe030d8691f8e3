//! An index of another version serves, as strictly as ever, until the new one is built.

use super::*;
use crate::search::{
    cursor::{Made, payload},
    document::{Facet, kind_number},
    folder::{IndexFolder, OpenIndex},
    query::filter,
    rebuild::{Rebuild, read},
    schema::{
        DESCRIBED, Described, FACET, Fields, ID_HIGH, ID_LOW, KEY, KIND, RIGHTS_VERSION,
        SCHEMA_VERSION, schema_of,
    },
    target::Step,
};
use shared::api::search::IndexState;
use std::{fs, path::Path};

/// Made by the version before.
const BEFORE: Made = Made {
    schema: SCHEMA_VERSION - 1,
    rights: RIGHTS_VERSION,
};

/// While it is there no new index can take over: its name is written to a file of this name first.
struct Held(PathBuf);

impl Held {
    fn new(root: &Path) -> Self {
        let draft = root.join("current.json.new");
        fs::create_dir_all(&draft).unwrap();
        Self(draft)
    }

    fn release(self, world: &World) {
        fs::remove_dir(self.0).unwrap();
        world.settle();
    }
}

/// The fields without some.
fn described_without(names: &[&str]) -> Vec<Described> {
    let has = |(name, _): &Described| !names.contains(name);
    DESCRIBED.into_iter().filter(has).collect()
}

/// Closes search, puts an index with these fields in the place of its own, and opens it again, with
/// no new index until the answered hold is released.
fn outdated(mut world: World, described: &[Described], made: Made) -> (World, Held) {
    world.search.close();
    let root = world.index_folder();
    fs::remove_dir_all(&root).unwrap();
    let folder = IndexFolder::new(&root).unwrap();
    let fields = Arc::new(Fields::of(&schema_of(described)).unwrap());
    let empty = OpenIndex {
        made,
        ..folder.create(&fields).unwrap()
    };
    let engine = world.store.engine().clone();
    let mut rebuild = Rebuild::begin(empty, engine.as_ref()).unwrap();
    while rebuild.step(engine.as_ref()).unwrap() == Step::More {}
    rebuild.target.rest().unwrap();
    folder.switch_to(rebuild.target.open.generation).unwrap();
    let held = Held::new(&root);
    world.search = Search::open(&root, &world.store).unwrap();
    world.store.observe(world.search.clone());
    (world, held)
}

/// Waits until the index that serves has what was written; no rebuild has to be done for that.
fn follow(world: &World) {
    let position = world.position();
    let shared = &world.search.shared;
    shared.notify(true);
    shared
        .wait_until(Instant::now() + PATIENCE, |view| view.indexed >= position)
        .unwrap();
}

fn filled() -> World {
    let world = World::new();
    for number in 1..=50 {
        world.put(&note(number, &format!("invoice number {number} for pears")));
    }
    world.put(&contact(60, "Ana", "Vidal"));
    let message = files::message_with_file(70, "a.pdf");
    world.put_message(&message, "the figures of may", "");
    files::read(&world, &message, &files::pages(&["aubergines"]));
    world
}

fn state(world: &World) -> IndexState {
    world.search.state()
}

#[test]
fn it_serves_until_the_new_one_is_built() {
    let lacks = described_without(&["attachment", "quoted", "created", "revision", "sort_name"]);
    for described in [DESCRIBED.to_vec(), lacks.clone()] {
        let has_files = described.len() == DESCRIBED.len();
        let (world, held) = outdated(filled(), &described, BEFORE);
        let answer = world.find("invoice");
        assert_eq!((answer.total, answer.state), (50, IndexState::Rebuilding));
        assert_eq!(world.found("vidal"), [id(60)]);
        assert_eq!(world.find("aubergines").total, u64::from(has_files));
        // Whatever is asked is answered, with what there is.
        for query in [
            "\"number 7\"",
            "invoise",
            "pea",
            "-invoice",
            "kind:note number 7",
            "figures",
        ] {
            assert!(world.find(query).total > 0, "{query}");
        }
        let people = lists::list(RecordKind::Contact, "", None);
        assert_eq!(world.search.list_ids(&people).unwrap().ids, [id(60)]);
        for place in ["tail", "index"] {
            world.put(&note(51, &format!("invoice of the {place}")));
            world.put(&deleted(note(1, "invoice number 1 for pears")));
            assert_eq!(world.find("invoice").total, 50, "{place}");
            assert_eq!(world.found(place), [id(51)], "{place}");
            follow(&world);
            assert_eq!(world.found(place), [id(51)], "{place}");
            assert_eq!(state(&world), IndexState::Rebuilding);
        }
        held.release(&world);
        assert_eq!(state(&world), IndexState::Current);
        assert_eq!(world.find("invoice").total, 50);
        assert_eq!(world.find("aubergines").total, 1);
        assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
        world.search.close();
        assert_eq!(generations(&world).len(), 1, "the old one is gone");
    }
}

fn generations(world: &World) -> Vec<String> {
    let entries = fs::read_dir(world.index_folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("index-")).collect()
}

#[test]
fn it_serves_again_when_its_rebuild_was_interrupted() {
    let (mut world, held) = outdated(filled(), &DESCRIBED, BEFORE);
    world.put(&note(51, "invoice"));
    follow(&world);
    world.search.close();
    // It has documents of two versions now, which no version takes for its own.
    world.search = Search::open(&world.index_folder(), &world.store).unwrap();
    let answer = world.find("invoice");
    assert_eq!((answer.total, answer.state), (51, IndexState::Rebuilding));
    assert!(generations(&world).len() <= 3, "tries do not pile up");
    held.release(&world);
    assert_eq!(world.find("invoice").total, 51);
    world.search.close();
    assert_eq!(generations(&world).len(), 1);
}

#[test]
fn it_is_as_strict_as_the_new_one() {
    let world = rights::with_a_secret();
    world.settle();
    let (world, held) = outdated(world, &described_without(&["attachment"]), BEFORE);
    rights::assert_it_leaks_nowhere(&world, "outdated");
    // A change of who may see it counts at once.
    world.put(&note(3, "canary lynx"));
    follow(&world);
    let mut hidden = note(3, "canary lynx");
    hidden.activity.visibility = Visibility::Private;
    hidden.head.revision += 1;
    for _place in ["tail", "index"] {
        world.put(&hidden);
        let by_another = SearchRequest {
            viewer: Some(user(2)),
            ..request("lynx")
        };
        assert_eq!(world.search.search(&by_another).unwrap().total, 0);
        follow(&world);
        hidden.head.revision += 1;
    }
    held.release(&world);
}

#[test]
fn it_does_not_serve_when_rights_were_kept_in_another_way() {
    for rights in [RIGHTS_VERSION - 1, RIGHTS_VERSION + 1] {
        let made = Made { rights, ..BEFORE };
        let (world, held) = outdated(filled(), &DESCRIBED, made);
        let answer = world.find("invoice");
        assert_eq!((answer.total, answer.state), (0, IndexState::Rebuilding));
        held.release(&world);
        assert_eq!(world.find("invoice").total, 50);
    }
}

#[test]
fn it_does_not_serve_without_what_rights_and_hits_rest_on() {
    for name in [KEY, FACET, KIND, ID_HIGH, ID_LOW] {
        assert!(
            Fields::of(&schema_of(&described_without(&[name]))).is_none(),
            "{name}"
        );
    }
    // The same name for something else is no help.
    let others = DESCRIBED.map(|(name, form)| match name {
        FACET => (name, crate::search::schema::Form::Terms),
        _ => (name, form),
    });
    assert!(Fields::of(&schema_of(&others)).is_none());
}

#[test]
fn a_damaged_one_does_not_serve() {
    let (mut world, held) = outdated(filled(), &DESCRIBED, BEFORE);
    world.search.close();
    let folder = world.index_folder().join(&generations(&world)[0]);
    let segment = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for path in segment.filter(|path| path.extension().is_some_and(|end| end == "term")) {
        fs::remove_file(path).unwrap();
    }
    world.search = Search::open(&world.index_folder(), &world.store).unwrap();
    let answer = world.find("invoice");
    assert_eq!((answer.total, answer.state), (0, IndexState::Rebuilding));
    held.release(&world);
    assert_eq!(world.find("invoice").total, 50);
}

#[test]
fn an_index_from_before_versions_were_counted_does_not_serve() {
    let world = filled();
    world.settle();
    world.search.close();
    let folder = world.index_folder().join(&generations(&world)[0]);
    let path = folder.join("meta.json");
    let meta = fs::read_to_string(&path).unwrap();
    let versions = format!(" {}.{}\"", Made::NOW.schema, Made::NOW.rights);
    assert!(meta.contains(&versions));
    fs::write(&path, meta.replace(&versions, "\"")).unwrap();
    let held = Held::new(&world.index_folder());
    let search = Search::open(&world.index_folder(), &world.store).unwrap();
    assert_eq!(search.search(&request("invoice")).unwrap().total, 0);
    assert_eq!(search.state(), IndexState::Rebuilding);
    held.release(&World { search, ..world });
}

#[test]
fn what_a_commit_says_is_read_as_it_was_written() {
    let world = filled();
    let cursor = crate::search::cursor::Cursor::at(
        world.position(),
        &read(world.store.engine().as_ref()).unwrap(),
    )
    .unwrap();
    let parse = crate::search::cursor::parse_payload;
    assert_eq!(
        parse(&payload(cursor, BEFORE)),
        Some((cursor, Some(BEFORE)))
    );
    assert_eq!(parse("garbage"), None);
}

/// What is said here of rights and ids is what an index keeps of them. Whoever must change these
/// lines must raise [`RIGHTS_VERSION`] and [`SCHEMA_VERSION`], or an index from before would show
/// what is private until the new one is built.
#[test]
fn rights_rest_on_what_their_version_says() {
    assert_eq!(RIGHTS_VERSION, 1);
    let me = user(0xabc);
    let plan = |viewer, in_bin| format!("{:?}", filter::rights_for(viewer, in_bin));
    assert_eq!(
        plan(Some(me), false),
        r#"Some(Not(All([Facets(["sees:-"]), Not(Facets(["sees:00000000-0000-0000-0000-000000000abc"]))])))"#
    );
    assert_eq!(plan(None, false), r#"Some(Not(Facets(["in:bin"])))"#);
    assert_eq!(
        plan(Some(me), true),
        format!(r#"Some(Facets(["sees:*", "sees:{me}", "bin:*", "bin:{me}"]))"#)
    );
    assert_eq!(plan(None, true), "None");
    let kinds = RecordKind::ALL.map(kind_number);
    assert_eq!(kinds, [16, 17, 19, 20]);
    let mut private = note(1, "secret");
    private.activity.visibility = Visibility::Private;
    let owner = Facet::SeenBy(user(1)).term();
    for (note, expected) in [
        (note(1, "open"), vec!["sees:*".to_owned()]),
        (private.clone(), vec!["sees:-".to_owned(), owner]),
        (
            deleted(note(1, "open")),
            vec!["bin:*", "in:bin", "sees:-"]
                .into_iter()
                .map(str::to_owned)
                .collect(),
        ),
        (
            deleted(private),
            vec![
                Facet::BinSeenBy(user(1)).term(),
                "in:bin".to_owned(),
                "sees:-".to_owned(),
            ],
        ),
    ] {
        let world = World::new();
        world.put(&note);
        let reader = world.store.read().unwrap();
        let key = RecordRef {
            kind: RecordKind::Note,
            id: id(1),
        };
        let document = crate::search::document::load(&reader, key)
            .unwrap()
            .unwrap();
        let tells = |facet: &&String| {
            ["sees:", "bin:", "in:"]
                .iter()
                .any(|begin| facet.starts_with(begin))
        };
        let facets: Vec<String> = document.facets.iter().filter(tells).cloned().collect();
        assert_eq!(facets, expected);
        let bytes = [&[kind_number(RecordKind::Note) as u8][..], id(1).as_bytes()].concat();
        assert_eq!(document.key_bytes(), bytes);
    }
}
