namespace MeetingCloud.Api.Data;

/// <summary>What to call the rows of a table of the media library.</summary>
internal interface IMediaKind
{
    /// <summary>One of them, in messages.</summary>
    static abstract string Name { get; }

    /// <summary>All of them, as a path of the contract.</summary>
    static abstract string Collection { get; }
}
