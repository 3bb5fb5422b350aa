namespace MeetingCloud.Web.Components.Desk;

internal enum FileLineKind
{
    /// <summary>An agenda item, or the files that belong to none.</summary>
    Group,

    Folder,

    File,
}
