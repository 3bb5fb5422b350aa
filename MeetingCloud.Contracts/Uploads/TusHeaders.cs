namespace MeetingCloud.Contracts;

/// <summary>Names of the tus protocol, version 1.0.0 (tus.io), for uploads that can be resumed.</summary>
public static class TusHeaders
{
    /// <summary>The version that we speak.</summary>
    public const string ProtocolVersion = "1.0.0";

    /// <summary>Media type of the bytes of an upload.</summary>
    public const string MediaType = "application/offset+octet-stream";

    public const string Resumable = "Tus-Resumable";
    public const string Version = "Tus-Version";
    public const string Extension = "Tus-Extension";

    /// <summary>Bytes that an upload may have at most.</summary>
    public const string MaxSize = "Tus-Max-Size";
    public const string ChecksumAlgorithm = "Tus-Checksum-Algorithm";

    /// <summary>Bytes that are stored; those to be sent next begin there.</summary>
    public const string Offset = "Upload-Offset";

    /// <summary>Bytes of the whole upload.</summary>
    public const string Length = "Upload-Length";

    /// <summary>Pairs of a key and a value in Base64, with commas between.</summary>
    public const string Metadata = "Upload-Metadata";

    /// <summary>When an upload that nobody goes on with is deleted; an HTTP date.</summary>
    public const string Expires = "Upload-Expires";

    /// <summary>Algorithm and sum, in Base64, of one request's bytes.</summary>
    public const string Checksum = "Upload-Checksum";
    public const string DeferLength = "Upload-Defer-Length";
    public const string Concat = "Upload-Concat";
    public const string MethodOverride = "X-HTTP-Method-Override";

    /// <summary>Status of a request whose bytes do not have the sum that was announced.</summary>
    public const int ChecksumMismatch = 460;
}
