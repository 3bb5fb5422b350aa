using System.Security.Cryptography;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Uploads;

/// <summary>The sum that the bytes of one request must have (<c>Upload-Checksum</c>).</summary>
internal sealed class UploadChecksum : IDisposable
{
    public const string Algorithms = "sha1,sha256";

    private readonly IncrementalHash _hash;
    private readonly byte[] _expected;

    private UploadChecksum(IncrementalHash hash, byte[] expected)
    {
        _hash = hash;
        _expected = expected;
    }

    /// <returns>Null where the request has none.</returns>
    /// <exception cref="ProblemException">400: malformed, or of an algorithm that is not known here.</exception>
    public static UploadChecksum? Read(HttpRequest request)
    {
        if (request.Headers[TusHeaders.Checksum].ToString() is not { Length: > 0 } header)
        {
            return null;
        }

        var parts = header.Split(' ', 2);
        var sum = new byte[64];
        if (parts.Length != 2 || !Convert.TryFromBase64String(parts[1], sum, out var length))
        {
            throw new ProblemException(Problem.BadRequest($"{TusHeaders.Checksum} must be an algorithm and its sum in Base64."));
        }

        return new UploadChecksum(Create(parts[0]), sum[..length]);
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Whether the bytes have the sum; once.</summary>
    public bool Matches() => CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), _expected);

    public void Dispose() => _hash.Dispose();

    // The protocol asks for SHA-1: against damage on the way, for which it is good.
    private static IncrementalHash Create(string algorithm) => algorithm switch
    {
        "sha1" => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
        "sha256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        _ => throw new ProblemException(Problem.BadRequest($"The checksum algorithm '{algorithm}' is none of {Algorithms}.")),
    };
}
