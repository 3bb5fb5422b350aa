namespace MeetingCloud.Contracts;

/// <summary>Body of <c>POST /api/v1/uploads/tickets</c>.</summary>
/// <param name="MeetingId">The meeting whose files may be uploaded.</param>
public sealed record UploadTicketRequest(string? MeetingId);

/// <summary>Lets its bearer upload files to one meeting: for a browser, which has no key.</summary>
/// <param name="Token">To be sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresAt">When it ends; what it was used for by then stays.</param>
/// <param name="UploadUrl">Absolute: where uploads are created by the tus protocol, version 1.0.0.</param>
public sealed record UploadTicket(string Token, DateTimeOffset ExpiresAt, string UploadUrl);
