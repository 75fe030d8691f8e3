//! Who may do what. `can` is the only place that decides; routes and screens both ask it.

use crate::{ids::UserId, model::Role};

/// An action that a route or a control stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See contacts, companies, shared notes, mails, the bin, search.
    RecordRead,
    /// Create, change, delete, restore and undo records.
    RecordWrite,
    /// Make imports; give files to one's own, start, cancel and undo them.
    ImportRun,
    /// The same with an import that somebody else made.
    ImportRunOthers,
    /// See the list of users (names and roles).
    UserRead,
    /// Add, change and disable users; end others' sessions.
    UserManage,
    /// One's own profile, password and preferences.
    ProfileWrite,
    /// Load and remove sample data, rebuild the index, see system health.
    SystemManage,
}

impl Permission {
    /// Every permission, for the authorisation matrix.
    pub const ALL: [Self; 8] = [
        Self::RecordRead,
        Self::RecordWrite,
        Self::ImportRun,
        Self::ImportRunOthers,
        Self::UserRead,
        Self::UserManage,
        Self::ProfileWrite,
        Self::SystemManage,
    ];
}

/// What it takes to touch an import: it depends on whether one made it oneself. Nobody's, made at the
/// command line, is somebody else's for every user.
pub fn import_permission(user: Option<UserId>, maker: Option<UserId>) -> Permission {
    if user == maker {
        Permission::ImportRun
    } else {
        Permission::ImportRunOthers
    }
}

/// Whether a role may do an action.
// Invariant: nothing else decides (tests: authz matrix in the tests crate).
pub const fn can(role: Role, permission: Permission) -> bool {
    match permission {
        Permission::RecordRead | Permission::UserRead | Permission::ProfileWrite => true,
        Permission::RecordWrite | Permission::ImportRun => !matches!(role, Role::ReadOnly),
        Permission::ImportRunOthers | Permission::UserManage | Permission::SystemManage => {
            matches!(role, Role::Admin)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_only_never_writes_and_only_admins_manage() {
        assert!(!can(Role::ReadOnly, Permission::RecordWrite));
        assert!(can(Role::Member, Permission::ImportRun));
        assert!(!can(Role::Member, Permission::UserManage));
        assert!(!can(Role::Member, Permission::ImportRunOthers));
        assert!(
            Permission::ALL
                .into_iter()
                .all(|permission| can(Role::Admin, permission))
        );
    }
}
