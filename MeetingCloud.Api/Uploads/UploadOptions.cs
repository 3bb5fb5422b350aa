using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Uploads;

/// <summary>How long and how large uploads may be.</summary>
/// <param name="Expiry"><c>UPLOAD_EXPIRY</c>: how long after its last byte an upload can be resumed.</param>
/// <param name="MaxBytes"><c>UPLOAD_MAX_BYTES</c>: size of one upload, at most.</param>
internal sealed record UploadOptions(TimeSpan Expiry, long MaxBytes)
{
    public const string ExpiryVariable = "UPLOAD_EXPIRY";
    public const string MaxBytesVariable = "UPLOAD_MAX_BYTES";
    public const long DefaultMaxBytes = 1L << 40;

    private const double DefaultExpiry = 24 * 3600;
    private const double LongestExpiry = 30 * 24 * 3600;

    public static UploadOptions Read(SettingsReader settings) => new(
        settings.Seconds(ExpiryVariable, DefaultExpiry, min: 1, LongestExpiry),
        settings.Bytes(MaxBytesVariable, DefaultMaxBytes, min: 1));
}
